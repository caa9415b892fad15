package dev.kindling.model.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, opened for reading. Opening checks the whole header against the rules of the
 * format, so that no tensor can reach outside the file or into another; values are read when asked
 * for. Not thread-safe.
 */
public final class SafetensorsFile implements Closeable {

  /** The header's key that is no tensor. */
  static final String METADATA = "__metadata__";

  /** The format's own limit. */
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int CHUNK_FLOATS = 16_384;

  private final String origin;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, SafetensorsHeader.Entry> tensors;

  private SafetensorsFile(
      String origin,
      FileChannel channel,
      long dataStart,
      Map<String, SafetensorsHeader.Entry> tensors) {
    this.origin = origin;
    this.channel = channel;
    this.dataStart = dataStart;
    this.tensors = tensors;
  }

  /**
   * Opens a file and checks its header.
   *
   * @param file on a local file system
   * @return the open file, to be closed by the caller
   * @throws IOException if the file cannot be read or breaks a rule of the format; the message
   *     names the file, the tensor and the rule
   */
  public static SafetensorsFile open(Path file) throws IOException {
    String origin = file.toString();
    FileChannel channel = FileChannel.open(file);
    try {
      long fileBytes = channel.size();
      if (fileBytes < Long.BYTES) {
        throw new IOException(origin + ": " + fileBytes + " bytes hold no safetensors header");
      }
      long headerBytes = read(channel, origin, 0, Long.BYTES).getLong();
      if (Long.compareUnsigned(headerBytes, MAX_HEADER_BYTES) > 0) {
        throw new IOException(
            "%s: header of %s bytes, the format allows %d; this is no safetensors file"
                .formatted(origin, Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES));
      }
      long dataStart = Long.BYTES + headerBytes;
      if (dataStart > fileBytes) {
        throw new IOException(
            "%s: header of %d bytes in a file of %d: the file is cut short"
                .formatted(origin, headerBytes, fileBytes));
      }
      byte[] header = read(channel, origin, Long.BYTES, (int) headerBytes).array();
      return new SafetensorsFile(
          origin,
          channel,
          dataStart,
          SafetensorsHeader.parse(header, fileBytes - dataStart, origin));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Names of the tensors.
   *
   * @return in the order in which their values stand in the file
   */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * Shape of a tensor.
   *
   * @param name one of {@link #names()}
   * @return sizes of its dimensions
   * @throws IOException if there is no such tensor
   */
  public List<Long> shape(String name) throws IOException {
    return entry(name).shape();
  }

  /**
   * Reads a tensor's values.
   *
   * @param name one of {@link #names()}
   * @return the values, row-major
   * @throws IOException if there is no such tensor, it is not of type F32, or reading fails
   */
  public float[] read(String name) throws IOException {
    SafetensorsHeader.Entry entry = entry(name);
    if (!entry.type().equals("F32")) {
      throw new IOException(
          "%s: tensor %s is of dtype %s; only F32 can be read, convert the model to float32 first"
              .formatted(origin, name, entry.type()));
    }
    long count = (entry.end() - entry.begin()) / Float.BYTES;
    if (count > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "%s: tensor %s has %d values, more than one array holds".formatted(origin, name, count));
    }
    float[] values = new float[(int) count];
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int chunk = Math.min(CHUNK_FLOATS, values.length - from);
      long position = dataStart + entry.begin() + (long) from * Float.BYTES;
      read(channel, origin, position, chunk * Float.BYTES).asFloatBuffer().get(values, from, chunk);
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private SafetensorsHeader.Entry entry(String name) throws IOException {
    SafetensorsHeader.Entry entry = tensors.get(name);
    if (entry == null) {
      throw new IOException(origin + ": tensor " + name + " is missing");
    }
    return entry;
  }

  private static ByteBuffer read(FileChannel channel, String origin, long position, int bytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(origin + ": the file ended while it was read");
      }
    }
    return buffer.flip();
  }
}

package dev.kindling.model.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes tensors in the safetensors format: the header's length (unsigned 64 bits, little-endian),
 * a JSON header, then the values, row-major and little-endian, without holes.
 *
 * <p>The bytes depend on the tensors alone. {@link SafetensorsFile} reads such files.
 */
public final class Safetensors {

  /** A tensor of 32-bit floats to be written, whose values may be made as they are asked for. */
  public interface Source {

    /** Returns a name that is unique in its file. */
    String name();

    /** Returns the sizes of the dimensions, none negative. */
    List<Integer> shape();

    /**
     * Puts some elements into a buffer.
     *
     * @param from index of the first, row-major
     * @param count how many
     * @param into has room for them
     */
    void copy(int from, int count, FloatBuffer into);

    /** Returns the number of elements, the product of the shape. */
    default int size() {
      return Math.toIntExact(elements(shape()));
    }
  }

  /**
   * A run of a larger array, so that slices of a parameter vector are written without a copy.
   *
   * @param name unique in its file
   * @param shape sizes of the dimensions, none negative
   * @param values holds the elements, row-major
   * @param offset of the first element in {@code values}
   */
  @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
  public record Tensor(String name, List<Integer> shape, float[] values, int offset)
      implements Source {

    /** Copies the shape and checks that the array holds all elements. */
    public Tensor {
      shape = List.copyOf(shape);
      long elements = elements(shape);
      if (offset < 0 || elements > values.length - offset) {
        throw new IllegalArgumentException(
            "tensor %s of shape %s needs %d values from %d on, the array has %d"
                .formatted(name, shape, elements, offset, values.length));
      }
    }

    @Override
    public void copy(int from, int count, FloatBuffer into) {
      into.put(values, offset + from, count);
    }
  }

  private static final int CHUNK_FLOATS = 16_384;
  private static final int ALIGNMENT_BYTES = 8;

  private Safetensors() {}

  private static long elements(List<Integer> shape) {
    long product = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + shape);
      }
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  /**
   * Writes a whole file.
   *
   * @param out receives the bytes; left open
   * @param tensors in the order in which their values are to stand
   * @throws IOException if {@code out} fails
   * @throws IllegalArgumentException if two tensors have the same name
   */
  public static void write(OutputStream out, List<? extends Source> tensors) throws IOException {
    byte[] header = header(tensors);
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(chunk.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (Source tensor : tensors) {
      for (int from = 0; from < tensor.size(); from += CHUNK_FLOATS) {
        int count = Math.min(CHUNK_FLOATS, tensor.size() - from);
        chunk.clear();
        tensor.copy(from, count, chunk.asFloatBuffer());
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
    out.flush();
  }

  private static byte[] header(List<? extends Source> tensors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<String> names = new HashSet<>();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeObjectFieldStart(SafetensorsFile.METADATA);
      json.writeStringField("format", "pt"); // older loaders read it unguarded
      json.writeEndObject();
      long offset = 0;
      for (Source tensor : tensors) {
        if (!names.add(tensor.name()) || tensor.name().equals(SafetensorsFile.METADATA)) {
          throw new IllegalArgumentException("tensor name used twice: " + tensor.name());
        }
        long end = offset + (long) tensor.size() * Float.BYTES;
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", "F32");
        json.writeArrayFieldStart("shape");
        for (int size : tensor.shape()) {
          json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(offset);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    }
    int padding = Math.floorMod(-bytes.size(), ALIGNMENT_BYTES);
    bytes.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}

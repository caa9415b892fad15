package dev.kindling.examples;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads any record of a shard, verifying each: a damaged byte gives an error that names the file
 * and the record, never wrong data. Not thread-safe.
 */
public final class ExampleShardReader implements Closeable {
  private final String origin;
  private final Source source;
  private final ShardHeader header;
  private final ShardRecord record;

  /** The bytes of a shard, wherever they lie. */
  public interface Source extends Closeable {
    /**
     * Reads some bytes.
     *
     * @param position offset of the first byte in the file
     * @param into where the bytes go
     * @param offset index of the first byte there
     * @param length how many bytes are wanted
     * @return how many were read, at least 1; -1 at the end of the file
     * @throws IOException when reading fails
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /**
     * Size of the file.
     *
     * @return bytes
     * @throws IOException when it cannot be found out
     */
    long length() throws IOException;
  }

  private ExampleShardReader(String origin, Source source, ShardHeader header) {
    this.origin = origin;
    this.source = source;
    this.header = header;
    this.record = new ShardRecord(header);
  }

  /**
   * Reads and verifies the header and the file's length.
   *
   * @param origin name of the file for error messages
   * @param source the file; closed with the reader, and when opening fails
   * @return a reader of its records
   * @throws IOException when the source fails, or the file is cut or damaged
   */
  public static ExampleShardReader open(String origin, Source source) throws IOException {
    try {
      return new ExampleShardReader(origin, source, ShardHeader.read(origin, source));
    } catch (IOException | RuntimeException e) {
      try {
        source.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /**
   * The shard's header.
   *
   * @return what the file holds
   */
  public ShardHeader header() {
    return header;
  }

  /**
   * Reads one example.
   *
   * @param index of the record, in [0, header().records())
   * @return the example as it was written
   * @throws IndexOutOfBoundsException when there is no such record
   * @throws IOException when the source fails or the record is damaged
   */
  public Example read(long index) throws IOException {
    if (index < 0 || index >= header.records()) {
      throw new IndexOutOfBoundsException(
          "%s: record %d of %d".formatted(origin, index, header.records()));
    }
    long position = header.headerBytes() + index * header.recordBytes();
    readFully(origin + ": record " + index, source, position, record.array());
    return record.decode(origin, index);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  static void readFully(String place, Source source, long position, byte[] into)
      throws IOException {
    int done = 0;
    while (done < into.length) {
      int read = source.read(position + done, into, done, into.length - done);
      if (read <= 0) {
        throw new IOException(
            "%s: the file ends at byte %d, %d bytes were expected from byte %d"
                .formatted(place, position + done, into.length, position));
      }
      done += read;
    }
  }
}

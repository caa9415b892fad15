package dev.kindling.examples;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a shard: its header, then exactly as many records as the header promises. */
public final class ExampleShardWriter implements Closeable {
  private final OutputStream out;
  private final ShardHeader header;
  private final ShardRecord record;
  private long written;

  /**
   * Writes the header.
   *
   * @param out where the shard goes; closed with this writer. Records are written one call each:
   *     give a buffered stream
   * @param header what the shard will hold
   * @throws IOException when the stream fails
   */
  public ExampleShardWriter(OutputStream out, ShardHeader header) throws IOException {
    this.out = out;
    this.header = header;
    this.record = new ShardRecord(header);
    out.write(header.toBytes());
  }

  /**
   * Appends one example.
   *
   * @param example at most as many tokens as a record holds, each below the vocabulary size
   * @throws IllegalArgumentException when the example does not fit the header
   * @throws IllegalStateException when all promised records are written
   * @throws IOException when the stream fails
   */
  public void write(Example example) throws IOException {
    if (written == header.records()) {
      throw new IllegalStateException(
          "the header promises " + header.records() + " records, all are written");
    }
    record.encode(written, example);
    out.write(record.array());
    written++;
  }

  /**
   * Closes the stream.
   *
   * @throws IOException when records are missing (the file must not be used) or the stream fails
   */
  @Override
  public void close() throws IOException {
    out.close();
    if (written < header.records()) {
      throw new IOException(
          "the header promises " + header.records() + " records, only " + written + " are written");
    }
  }
}

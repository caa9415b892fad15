package dev.kindling.jobs.examples;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleShardWriter;
import dev.kindling.examples.ShardHeader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;

/**
 * Holds one shard's examples in a local temporary file until they are counted, because a shard's
 * header begins with their number.
 */
final class ShardSpool implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final DataOutputStream out;
  private final int unknown;
  private ShardSummary summary = ShardSummary.EMPTY;

  /**
   * An empty spool.
   *
   * @param unknown id of [UNK]
   */
  ShardSpool(int unknown) throws IOException {
    this.unknown = unknown;
    this.file = Files.createTempFile("kindling-shard-", ".spool");
    this.out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  void add(byte[] packed) throws IOException {
    Example example = Packed.example(packed);
    long unknownTokens = 0;
    for (int token : example.tokens()) {
      unknownTokens += token == unknown ? 1 : 0;
    }
    summary =
        summary.plus(
            new ShardSummary(
                1, example.tokens().length, unknownTokens, example.randomNext() ? 1 : 0));
    out.writeInt(packed.length);
    out.write(packed);
  }

  /**
   * Writes the shard.
   *
   * @param target closed here
   * @param header for a number of records
   * @return what the shard holds
   */
  ShardSummary writeTo(OutputStream target, LongFunction<ShardHeader> header) throws IOException {
    out.close();
    OutputStream buffered = new BufferedOutputStream(target, BUFFER_BYTES);
    try (ExampleShardWriter writer =
            new ExampleShardWriter(buffered, header.apply(summary.records()));
        DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      for (long i = 0; i < summary.records(); i++) {
        writer.write(Packed.example(in.readNBytes(in.readInt())));
      }
    }
    return summary;
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}

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
  private final long[] lengthCounts; // by number of tokens
  private long records;
  private long tokens;
  private long unknownTokens;
  private long randomNext;

  /**
   * An empty spool.
   *
   * @param unknown id of [UNK]
   * @param capacity tokens that an example holds at most
   */
  ShardSpool(int unknown, int capacity) throws IOException {
    this.unknown = unknown;
    this.lengthCounts = new long[capacity + 1];
    this.file = Files.createTempFile("kindling-shard-", ".spool");
    this.out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  void add(byte[] packed) throws IOException {
    Example example = Packed.example(packed).example();
    for (int token : example.tokens()) {
      unknownTokens += token == unknown ? 1 : 0;
    }
    records++;
    tokens += example.tokens().length;
    lengthCounts[example.tokens().length]++;
    randomNext += example.randomNext() ? 1 : 0;
    out.writeInt(packed.length);
    out.write(packed);
  }

  ShardSummary summary() {
    return new ShardSummary(
        records, tokens, unknownTokens, randomNext, ShardSummary.lengths(lengthCounts));
  }

  /**
   * Writes the shard.
   *
   * @param target closed here
   * @param header for a number of records
   * @param provenance gets a row for each run of tokens; closed by the caller
   */
  void writeTo(OutputStream target, LongFunction<ShardHeader> header, ProvenanceWriter provenance)
      throws IOException {
    out.close();
    OutputStream buffered = new BufferedOutputStream(target, BUFFER_BYTES);
    try (ExampleShardWriter writer = new ExampleShardWriter(buffered, header.apply(records));
        DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      for (long i = 0; i < records; i++) {
        Packed.Traced traced = Packed.example(in.readNBytes(in.readInt()));
        writer.write(traced.example());
        provenance.write(i, traced);
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}

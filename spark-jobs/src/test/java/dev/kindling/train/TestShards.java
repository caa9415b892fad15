package dev.kindling.train;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.ExampleShardWriter;
import dev.kindling.examples.KeyedHash;
import dev.kindling.examples.ShardHeader;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shards of made-up examples: each piece is followed by the next one, so there is much to learn.
 */
public final class TestShards {
  private static final int ORDINARY_PIECES = 30;

  private TestShards() {}

  /** The special pieces and thirty more, of which every third continues a word. */
  public static Vocabulary vocabulary() {
    List<String> pieces = new ArrayList<>();
    for (SpecialToken token : SpecialToken.values()) {
      pieces.add(token.text());
    }
    for (int i = 0; i < ORDINARY_PIECES; i++) {
      pieces.add((i % 3 == 2 ? "##" : "w") + (char) ('a' + i % 26) + i / 26);
    }
    return Vocabulary.of(pieces);
  }

  /** The tokenizer that the shards name. */
  public static Tokenizer tokenizer() {
    return Tokenizer.of(vocabulary(), TokenizerOptions.hf(true));
  }

  /**
   * Writes one folder of shards.
   *
   * @param records examples of each shard
   */
  public static void write(Path folder, ExampleKind kind, int sequenceLength, int... records)
      throws IOException {
    Files.createDirectories(folder);
    Vocabulary vocabulary = vocabulary();
    for (int shard = 0; shard < records.length; shard++) {
      ShardHeader header =
          new ShardHeader(
              kind, sequenceLength, vocabulary.size(), tokenizer().fingerprint(), records[shard]);
      Path file = folder.resolve("shard-%05d.bin".formatted(shard));
      try (ExampleShardWriter writer =
          new ExampleShardWriter(new BufferedOutputStream(Files.newOutputStream(file)), header)) {
        for (int i = 0; i < records[shard]; i++) {
          writer.write(example(kind, sequenceLength, 1000L * shard + i));
        }
      }
    }
  }

  /** The example with an id: its length and its first piece come from the id. */
  public static Example example(ExampleKind kind, int sequenceLength, long id) {
    boolean bert = kind.isMasked();
    int capacity = bert ? sequenceLength : sequenceLength + 1;
    int length = capacity - (int) Long.remainderUnsigned(KeyedHash.of(3, id), capacity / 2);
    int[] tokens = new int[length];
    for (int t = 0; t < length; t++) {
      tokens[t] = SpecialToken.values().length + (int) ((id + t) % ORDINARY_PIECES);
    }
    if (bert) {
      Vocabulary vocabulary = vocabulary();
      int second = length / 2;
      tokens[0] = vocabulary.id(SpecialToken.CLASSIFICATION);
      tokens[second - 1] = vocabulary.id(SpecialToken.SEPARATOR);
      tokens[length - 1] = vocabulary.id(SpecialToken.SEPARATOR);
      boolean pairs = kind.hasPairs();
      return new Example(id, tokens, pairs ? second : 0, pairs && id % 2 == 1);
    }
    return new Example(id, tokens, 0, false);
  }
}

package dev.kindling.benchmarks.training;

import dev.kindling.model.Batch;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A model and the batch that it trains on, again and again. Sequences are full, so that nobody
 * gains by skipping padding; there is no dropout.
 *
 * @param name as in the results
 * @param sequences B, in a batch
 * @param length L, tokens of each sequence
 * @param predictions masked tokens of each sequence; for a GPT all of them
 */
record Workload(String name, TransformerConfig model, int sequences, int length, int predictions) {
  /** The configurations that are compared. */
  static final List<Workload> ALL =
      List.of(
          new Workload(
              "bert-4x256", TransformerConfig.bert(8192, 4, 256, 4, 1024, 128, 0), 32, 128, 20),
          new Workload(
              "gpt-4x256", TransformerConfig.gpt(8192, 4, 256, 4, 1024, 256, 0), 16, 256, 256),
          new Workload(
              "bert-12x768", TransformerConfig.bert(30522, 12, 768, 12, 3072, 128, 0), 8, 128, 20));

  private static final long SEED = 3;

  /**
   * Returns the workload of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload named(String name) {
    return ALL.stream()
        .filter(each -> each.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no workload " + name));
  }

  /** Returns the tokens of a batch: {@code B · L}. */
  int tokens() {
    return sequences * length;
  }

  /** Returns the labelled rows of a batch. */
  int labels() {
    return sequences * predictions;
  }

  /** Returns random tokens with random labels; the same ones at each call. */
  Batch batch() {
    SplittableRandom random = new SplittableRandom(SEED);
    int vocabulary = model.vocabularySize();
    int[] tokens = random.ints(tokens(), 0, vocabulary).toArray();
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, length);
    int[] labels = random.ints(labels(), 0, vocabulary).toArray();
    if (!model.isBert()) {
      int[] rows = IntStream.range(0, tokens()).toArray();
      return Batch.gpt(sequences, length, tokens, lengths, rows, labels);
    }
    int[] labelRows = labelRows(random);
    int[] nextLabels = random.ints(sequences, 0, 2).toArray();
    int[] segments = IntStream.range(0, tokens()).map(i -> i % length * 2 / length).toArray();
    return Batch.bert(sequences, length, tokens, segments, lengths, labelRows, labels, nextLabels);
  }

  /** Returns different random rows of each sequence, in order; never its first, [CLS]. */
  private int[] labelRows(SplittableRandom random) {
    return IntStream.range(0, sequences)
        .flatMap(
            sequence ->
                random
                    .ints(1, length)
                    .distinct()
                    .limit(predictions)
                    .sorted()
                    .map(position -> sequence * length + position))
        .toArray();
  }
}

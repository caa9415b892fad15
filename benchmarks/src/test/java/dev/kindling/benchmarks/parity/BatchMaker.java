package dev.kindling.benchmarks.parity;

import dev.kindling.model.Batch;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random batches, the same in every run. */
final class BatchMaker {
  private BatchMaker() {}

  /**
   * Returns a batch.
   *
   * @param labels of each sequence; fewer where it is shorter
   * @param length of the rectangle
   * @param lengths of the sequences
   */
  static Batch batch(TransformerConfig config, int labels, int length, int... lengths) {
    int sequences = lengths.length;
    SplittableRandom random = new SplittableRandom(31 * length + labels);
    int[] tokens = random.ints((long) sequences * length, 0, config.vocabularySize()).toArray();
    int[] rows = labelRows(random, Math.min(labels, length), length, lengths);
    int[] wanted = random.ints(rows.length, 0, config.vocabularySize()).toArray();
    if (!config.isBert()) {
      return Batch.gpt(sequences, length, tokens, lengths, rows, wanted);
    }
    int[] segments = new int[tokens.length];
    for (int b = 0; b < sequences; b++) {
      Arrays.fill(segments, b * length + lengths[b] / 2, b * length + lengths[b], 1);
    }
    int[] next = random.ints(sequences, 0, 2).toArray();
    return Batch.bert(sequences, length, tokens, segments, lengths, rows, wanted, next);
  }

  /** Distinct rows of each sequence, in a random order. */
  private static int[] labelRows(SplittableRandom random, int labels, int length, int[] lengths) {
    int[] rows = new int[lengths.length * length];
    int count = 0;
    for (int b = 0; b < lengths.length; b++) {
      int start = count;
      for (int t = 0; t < lengths[b]; t++) { // reservoir sampling
        int place = t < labels ? start + t : start + random.nextInt(t + 1);
        if (place < start + labels) {
          rows[place] = b * length + t;
        }
      }
      count += Math.min(labels, lengths[b]);
    }
    return Arrays.copyOf(rows, count);
  }
}

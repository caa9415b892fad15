package dev.kindling.model;

import java.util.Arrays;
import java.util.Random;

/** Random batches for tests. */
final class Batches {
  private Batches() {}

  /** BERT sequences of the given lengths, about one token in four masked. */
  static Batch bert(long seed, int vocabularySize, int length, int... lengths) {
    Random random = new Random(seed);
    int[] segments = new int[lengths.length * length];
    int[] nextLabels = new int[lengths.length];
    for (int b = 0; b < lengths.length; b++) {
      nextLabels[b] = random.nextInt(2);
      Arrays.fill(segments, b * length + lengths[b] / 2, b * length + lengths[b], 1);
    }
    int[] labelRows = labelRows(random, length, lengths, 4);
    return Batch.bert(
        lengths.length,
        length,
        tokens(random, vocabularySize, lengths.length * length),
        segments,
        lengths,
        labelRows,
        tokens(random, vocabularySize, labelRows.length),
        nextLabels);
  }

  /** GPT sequences of the given lengths; every token but the last of a sequence has a label. */
  static Batch gpt(long seed, int vocabularySize, int length, int... lengths) {
    Random random = new Random(seed);
    int[] labelRows = labelRows(random, length, lengths, 1);
    return Batch.gpt(
        lengths.length,
        length,
        tokens(random, vocabularySize, lengths.length * length),
        lengths,
        labelRows,
        tokens(random, vocabularySize, labelRows.length));
  }

  static Batch of(TransformerConfig config, long seed, int length, int... lengths) {
    return config.isBert()
        ? bert(seed, config.vocabularySize(), length, lengths)
        : gpt(seed, config.vocabularySize(), length, lengths);
  }

  static int[] tokens(Random random, int vocabularySize, int count) {
    return random.ints(count, 0, vocabularySize).toArray();
  }

  private static int[] labelRows(Random random, int length, int[] lengths, int oneIn) {
    int[] rows = new int[lengths.length * length];
    int count = 0;
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < Math.max(1, lengths[b] - 1); t++) {
        if (random.nextInt(oneIn) == 0) {
          rows[count++] = b * length + t;
        }
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** The sequences [from, to) of a batch. */
  static Batch part(Batch b, int from, int to) {
    int length = b.length();
    int first = 0;
    while (first < b.labelCount() && b.labelRows()[first] < from * length) {
      first++;
    }
    int last = first;
    while (last < b.labelCount() && b.labelRows()[last] < to * length) {
      last++;
    }
    int[] rows = Arrays.copyOfRange(b.labelRows(), first, last);
    for (int i = 0; i < rows.length; i++) {
      rows[i] -= from * length;
    }
    int[] tokens = Arrays.copyOfRange(b.tokens(), from * length, to * length);
    int[] lengths = Arrays.copyOfRange(b.lengths(), from, to);
    int[] labels = Arrays.copyOfRange(b.labels(), first, last);
    if (b.architecture() == Architecture.GPT) {
      return Batch.gpt(to - from, length, tokens, lengths, rows, labels);
    }
    int[] segments = Arrays.copyOfRange(b.segments(), from * length, to * length);
    int[] next = Arrays.copyOfRange(b.nextLabels(), from, to);
    return Batch.bert(to - from, length, tokens, segments, lengths, rows, labels, next);
  }
}

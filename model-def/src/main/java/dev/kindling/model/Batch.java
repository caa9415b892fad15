package dev.kindling.model;

import java.util.Arrays;

/**
 * Padded sequences of token ids with what is to be predicted. Row {@code b * length + t} is token t
 * of sequence b; tokens at and after a sequence's own length are padding and never read.
 *
 * <p>The arrays are kept, not copied: leave them alone while the batch is in use.
 */
public final class Batch {
  private static final int[] NONE = {};

  private final Architecture architecture;
  private final int sequences;
  private final int length;
  private final int[] tokens;
  private final int[] segments;
  private final int[] lengths;
  private final int[] labelRows;
  private final int[] labels;
  private final int[] nextLabels;
  private final long tokenCount;
  private final int nextLabelCount;

  private Batch(
      Architecture architecture,
      int sequences,
      int length,
      int[] tokens,
      int[] segments,
      int[] lengths,
      int[] labelRows,
      int[] labels,
      int[] nextLabels) {
    this.architecture = architecture;
    this.sequences = sequences;
    this.length = length;
    this.tokens = tokens;
    this.segments = segments;
    this.lengths = lengths;
    this.labelRows = labelRows;
    this.labels = labels;
    this.nextLabels = nextLabels;
    this.tokenCount = check();
    this.nextLabelCount =
        nextLabels.length == 0 ? 0 : (int) Arrays.stream(lengths).filter(l -> l > 0).count();
  }

  /**
   * Returns a batch for BERT.
   *
   * @param sequences number of sequences B
   * @param length padded length L
   * @param tokens ids, (B, L)
   * @param segments 0 or 1, (B, L)
   * @param lengths tokens that are not padding, (B), each in [0, L], not all 0
   * @param labelRows rows with a masked token to predict, each at most once; may be empty
   * @param labels the original token of each label row
   * @param nextLabels 1 where the second segment is a random one, else 0, (B), of which those of
   *     sequences without tokens do not count; empty when the next-sentence loss is not wanted
   * @throws IllegalArgumentException if an array has another size or an index is out of range
   */
  public static Batch bert(
      int sequences,
      int length,
      int[] tokens,
      int[] segments,
      int[] lengths,
      int[] labelRows,
      int[] labels,
      int[] nextLabels) {
    return new Batch(
        Architecture.BERT,
        sequences,
        length,
        tokens,
        segments,
        lengths,
        labelRows,
        labels,
        nextLabels);
  }

  /**
   * Returns a batch for GPT.
   *
   * @param sequences number of sequences B
   * @param length padded length L
   * @param tokens ids, (B, L)
   * @param lengths tokens that are not padding, (B), each in [0, L], not all 0
   * @param labelRows rows whose next token is to be predicted, each at most once; may be empty
   * @param labels the next token of each label row
   * @throws IllegalArgumentException if an array has another size or an index is out of range
   */
  public static Batch gpt(
      int sequences, int length, int[] tokens, int[] lengths, int[] labelRows, int[] labels) {
    return new Batch(
        Architecture.GPT, sequences, length, tokens, NONE, lengths, labelRows, labels, NONE);
  }

  /** Returns the architecture that this batch is for. */
  public Architecture architecture() {
    return architecture;
  }

  /** Returns the number of sequences B. */
  public int sequences() {
    return sequences;
  }

  /** Returns the padded length L. */
  public int length() {
    return length;
  }

  /** Returns the token ids, (B, L). */
  public int[] tokens() {
    return tokens;
  }

  /** Returns the segment ids, (B, L); empty for GPT. */
  public int[] segments() {
    return segments;
  }

  /** Returns the number of tokens of each sequence, (B). */
  public int[] lengths() {
    return lengths;
  }

  /** Returns the rows with a label. */
  public int[] labelRows() {
    return labelRows;
  }

  /** Returns the label of each label row. */
  public int[] labels() {
    return labels;
  }

  /** Returns the next-sentence labels, (B); empty for GPT. */
  public int[] nextLabels() {
    return nextLabels;
  }

  /** Returns the number of tokens that are not padding. */
  public long tokenCount() {
    return tokenCount;
  }

  /** Returns the number of label rows. */
  public int labelCount() {
    return labelRows.length;
  }

  /** Returns the number of next-sentence labels that count. */
  public int nextLabelCount() {
    return nextLabelCount;
  }

  private long check() {
    new BatchShape(sequences, length, 1);
    int rows = sequences * length;
    requireSize("tokens", tokens, rows);
    requireSize("lengths", lengths, sequences);
    requireSize("labels", labels, labelRows.length);
    if (architecture == Architecture.BERT) {
      requireSize("segments", segments, rows);
      requireRange("segments", segments, 2);
      requireRange("next-labels", nextLabels, 2);
      if (nextLabels.length != 0) {
        requireSize("next-labels", nextLabels, sequences);
      }
    }
    requireRange("label-rows", labelRows, rows);
    long count = 0;
    for (int b = 0; b < sequences; b++) {
      if (lengths[b] < 0 || lengths[b] > length) {
        throw new IllegalArgumentException(
            "lengths[" + b + "] must be in [0, " + length + "], got " + lengths[b]);
      }
      count += lengths[b];
    }
    if (count == 0) {
      throw new IllegalArgumentException("lengths are all 0: a batch needs at least one token");
    }
    boolean[] labelled = new boolean[rows];
    for (int row : labelRows) {
      if (row % length >= lengths[row / length] || labelled[row]) {
        throw new IllegalArgumentException(
            "label row "
                + row
                + " is "
                + (labelled[row] ? "given twice" : "in the padding of sequence " + row / length));
      }
      labelled[row] = true;
    }
    return count;
  }

  private static void requireSize(String name, int[] values, int size) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          name + " must have " + size + " elements, got " + values.length);
    }
  }

  private static void requireRange(String name, int[] values, int bound) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= bound) {
        throw new IllegalArgumentException(
            name + "[" + i + "] must be in [0, " + bound + "), got " + values[i]);
      }
    }
  }
}

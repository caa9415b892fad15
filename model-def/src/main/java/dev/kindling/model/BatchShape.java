package dev.kindling.model;

/**
 * The largest batch that an engine makes room for.
 *
 * @param sequences sequences in one micro-batch, at least 1
 * @param length tokens in a sequence with its padding, at least 1
 * @param maxLabels labelled rows in one micro-batch, at least 1 and at most {@code sequences *
 *     length}
 */
public record BatchShape(int sequences, int length, int maxLabels) {
  /** Checks each component. */
  public BatchShape {
    if (sequences < 1 || length < 1 || (long) sequences * length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a batch needs at least one sequence of at least one token and fewer than 2^31 tokens, got "
              + sequences
              + " sequences of "
              + length);
    }
    if (maxLabels < 1 || maxLabels > sequences * length) {
      throw new IllegalArgumentException(
          "max-labels must be in [1, " + sequences * length + "], got " + maxLabels);
    }
  }

  /** Returns the number of rows: {@code sequences * length}. */
  public int rows() {
    return sequences * length;
  }
}

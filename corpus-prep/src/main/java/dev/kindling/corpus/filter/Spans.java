package dev.kindling.corpus.filter;

import java.util.Arrays;

/** Pieces of a text as pairs of UTF-16 indices, in the order in which they stand there. */
public final class Spans {
  private int[] bounds;
  private int size;

  Spans(int expected) {
    bounds = new int[2 * Math.max(8, expected)];
  }

  void add(int start, int end) {
    if (2 * size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * size] = start;
    bounds[2 * size + 1] = end;
    size++;
  }

  /**
   * How many pieces there are.
   *
   * @return at least 0
   */
  public int size() {
    return size;
  }

  /**
   * Where a piece starts.
   *
   * @param i in [0, size)
   * @return index of its first unit
   */
  public int start(int i) {
    return bounds[2 * i];
  }

  /**
   * Where a piece ends.
   *
   * @param i in [0, size)
   * @return index behind its last unit
   */
  public int end(int i) {
    return bounds[2 * i + 1];
  }

  /**
   * How long a piece is.
   *
   * @param i in [0, size)
   * @return UTF-16 units
   */
  public int length(int i) {
    return end(i) - start(i);
  }
}

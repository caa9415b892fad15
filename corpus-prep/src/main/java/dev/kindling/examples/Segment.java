package dev.kindling.examples;

/** A run of tokens that can lose tokens at both ends. */
final class Segment {
  private final int[] tokens;
  private int start;
  private int end;

  private Segment(int[] tokens) {
    this.tokens = tokens;
    this.end = tokens.length;
  }

  /** Joins sentences [first, last). */
  static Segment of(int[][] sentences, int first, int last) {
    int length = 0;
    for (int i = first; i < last; i++) {
      length += sentences[i].length;
    }
    int[] tokens = new int[length];
    int at = 0;
    for (int i = first; i < last; i++) {
      System.arraycopy(sentences[i], 0, tokens, at, sentences[i].length);
      at += sentences[i].length;
    }
    return new Segment(tokens);
  }

  /**
   * Takes tokens from the longer segment (tie: the second), at the front or back by a coin each.
   */
  static void truncate(Segment first, Segment second, int longest, KeyedRandom random) {
    while (first.length() + second.length() > longest) {
      Segment longer = first.length() > second.length() ? first : second;
      if (random.nextBoolean()) {
        longer.start++;
      } else {
        longer.end--;
      }
    }
  }

  int length() {
    return end - start;
  }

  void copyTo(int[] target, int at) {
    System.arraycopy(tokens, start, target, at, length());
  }
}

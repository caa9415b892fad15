package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;

/**
 * How fast a vocabulary is learned on one thread.
 *
 * @param row {@value #ROW}
 * @param side {@code kindling} or {@code hugging-face}
 * @param pieces without special tokens
 * @param megabytes 10<sup>6</sup> bytes of UTF-8 learned from
 * @param seconds from text to vocabulary; the median of the runs, of which the first is cold
 * @param countS of these, counting words; 0 where that cannot be told
 * @param megabytesPerS of the whole
 */
record LearnRate(
    String row,
    String side,
    int pieces,
    double megabytes,
    int runs,
    double seconds,
    double countS,
    double megabytesPerS) {
  static final String ROW = "learn";

  static LearnRate of(
      String side, int pieces, long bytes, int runs, double seconds, double countS) {
    return new LearnRate(
        ROW,
        side,
        pieces,
        JsonLines.rounded(bytes / 1e6, 2),
        runs,
        JsonLines.rounded(seconds, 3),
        JsonLines.rounded(countS, 3),
        JsonLines.rounded(bytes / 1e6 / seconds, 2));
  }
}

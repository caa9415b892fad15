package dev.kindling.benchmarks.corpus;

import dev.kindling.benchmarks.JsonLines;
import java.util.Arrays;

/**
 * A rate of one thread.
 *
 * @param row what ran
 * @param variant which setting of it, such as a preset; empty if there is but one
 * @param megabytesPerS 10<sup>6</sup> bytes of text a second, in UTF-8, of the median round
 * @param megabytes text of a round
 * @param rounds measured rounds
 * @param medianMs median round
 * @param minMs fastest round
 */
record Throughput(
    String row,
    String variant,
    double megabytesPerS,
    double megabytes,
    int rounds,
    double medianMs,
    double minMs) {

  /**
   * Runs work over and over; the first round is not measured.
   *
   * @param bytes that one round works on
   * @param work one round; its result is checked to be the same in all rounds, so that no compiler
   *     can leave the work out
   */
  static Throughput of(String row, String variant, long bytes, int rounds, Work work)
      throws Exception {
    long expected = work.round();
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      long result = work.round();
      nanos[i] = System.nanoTime() - start;
      if (result != expected) {
        throw new IllegalStateException(
            row + " " + variant + " gave " + expected + " first and " + result + " later");
      }
    }
    Arrays.sort(nanos);
    double median = nanos[rounds / 2] / 1e6;
    return new Throughput(
        row,
        variant,
        JsonLines.rounded(bytes / 1e3 / median, 2),
        JsonLines.rounded(bytes / 1e6, 2),
        rounds,
        JsonLines.rounded(median, 1),
        JsonLines.rounded(nanos[0] / 1e6, 1));
  }

  /** One pass over the same text. */
  @FunctionalInterface
  interface Work {
    /** Returns a number that depends on everything that was computed. */
    long round() throws Exception;
  }
}

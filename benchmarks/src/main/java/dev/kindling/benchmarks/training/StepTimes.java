package dev.kindling.benchmarks.training;

import java.util.Arrays;

/**
 * Times of the measured steps of one side.
 *
 * @param medianMs of all; of an even number the mean of the middle two
 * @param minMs the fastest
 */
record StepTimes(double medianMs, double minMs) {
  private static final double NANOS_IN_MS = 1e6;

  /**
   * Summarises measured times.
   *
   * @param nanos at least one
   */
  static StepTimes of(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("there is no median of no steps");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1
            ? sorted[middle]
            : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2.0;
    return new StepTimes(median / NANOS_IN_MS, sorted[0] / NANOS_IN_MS);
  }

  /** Returns what the median makes of something counted once a step, in units a second. */
  double perSecond(double unitsInStep) {
    return unitsInStep * 1e3 / medianMs;
  }
}

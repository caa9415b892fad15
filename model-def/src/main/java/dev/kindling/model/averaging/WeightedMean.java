package dev.kindling.model.averaging;

import java.util.Arrays;
import java.util.List;

/**
 * The weighted mean of the workers' vectors: what a round of parameter averaging ends with.
 *
 * <p>Sums run in double precision and in the order in which the workers are given, so the result is
 * the same, bit for bit, wherever and in whatever slices it is computed. One worker, or workers
 * that hold equal vectors, give exactly that vector: a double carries 53 bits, which leaves the
 * rounding error of a weighted float far below half a unit in the float's last place.
 */
public final class WeightedMean {
  private static final int AT_ONCE = 1024; // in the nearest cache

  private final double[] factors;
  private final double total;
  private final double[] sums;
  private boolean begun;

  /**
   * Means of some numbers at a time.
   *
   * @param weights one per worker, as of {@link #into}
   * @param most numbers at a time
   */
  WeightedMean(long[] weights, int workers, int most) {
    total = totalWeight(weights, workers);
    factors = Arrays.stream(weights).asDoubleStream().toArray();
    sums = new double[most];
  }

  /** Takes in a worker's numbers, in the order of the workers. */
  void add(int worker, float[] values, int from, int count) {
    if (factors[worker] == 0) {
      return;
    }
    if (begun) {
      DoubleLanes.add(sums, factors[worker], values, from, count);
    } else { // a sum from 0.0 on would turn -0.0 into 0.0
      DoubleLanes.scale(sums, factors[worker], values, from, count);
      begun = true;
    }
  }

  /** Writes the mean of what was taken in since the last one. */
  void end(float[] target, int from, int count) {
    DoubleLanes.divide(sums, total, target, from, count);
    begun = false;
  }

  /**
   * Writes sum(weight × vector) / sum(weight) into {@code target}.
   *
   * @param target receives the mean; may be one of the workers' vectors
   * @param workersInOrder one vector per worker, each as long as {@code target}, in an order that
   *     is the same in every run
   * @param weights one per worker, at least 0, usually the tokens it has trained on; a worker of
   *     weight 0 is left out, whatever its vector holds
   * @throws IllegalArgumentException if the numbers of workers and weights or the lengths of the
   *     vectors differ, a weight is negative, or no weight is positive
   */
  public static void into(float[] target, List<float[]> workersInOrder, long[] weights) {
    for (int worker = 0; worker < workersInOrder.size(); worker++) {
      if (workersInOrder.get(worker).length != target.length) {
        throw new IllegalArgumentException(
            "worker %d holds %d values, the target %d: they must be equally long"
                .formatted(worker, workersInOrder.get(worker).length, target.length));
      }
    }
    WeightedMean mean = new WeightedMean(weights, workersInOrder.size(), AT_ONCE);
    for (int from = 0; from < target.length; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, target.length - from);
      for (int worker = 0; worker < weights.length; worker++) {
        mean.add(worker, workersInOrder.get(worker), from, count);
      }
      mean.end(target, from, count);
    }
  }

  private static long totalWeight(long[] weights, int workers) {
    if (workers != weights.length) {
      throw new IllegalArgumentException(
          workers + " workers but " + weights.length + " weights: give one for each");
    }
    long total = 0;
    for (int worker = 0; worker < weights.length; worker++) {
      if (weights[worker] < 0) {
        throw new IllegalArgumentException(
            "weight " + weights[worker] + " of worker " + worker + ": must be at least 0");
      }
      total = Math.addExact(total, weights[worker]);
    }
    if (total == 0) {
      throw new IllegalArgumentException("no worker has a positive weight: nothing to average");
    }
    return total;
  }
}

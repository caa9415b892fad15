package dev.kindling.model.averaging;

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

  private WeightedMean() {}

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
    double total = totalWeight(target, workersInOrder, weights);
    float[][] vectors = new float[weights.length][];
    double[] factors = new double[weights.length];
    int counted = 0;
    for (int worker = 0; worker < weights.length; worker++) {
      if (weights[worker] > 0) {
        vectors[counted] = workersInOrder.get(worker);
        factors[counted++] = weights[worker];
      }
    }
    for (int i = 0; i < target.length; i++) {
      double sum = factors[0] * vectors[0][i]; // not from 0.0, which would turn -0.0 into 0.0
      for (int worker = 1; worker < counted; worker++) {
        sum += factors[worker] * vectors[worker][i];
      }
      target[i] = (float) (sum / total);
    }
  }

  private static double totalWeight(float[] target, List<float[]> workers, long[] weights) {
    if (workers.size() != weights.length) {
      throw new IllegalArgumentException(
          workers.size() + " workers but " + weights.length + " weights: give one for each");
    }
    long total = 0;
    for (int worker = 0; worker < weights.length; worker++) {
      if (workers.get(worker).length != target.length) {
        throw new IllegalArgumentException(
            "worker %d holds %d values, the target %d: they must be equally long"
                .formatted(worker, workers.get(worker).length, target.length));
      }
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

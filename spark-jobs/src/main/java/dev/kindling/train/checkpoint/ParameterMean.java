package dev.kindling.train.checkpoint;

/** A mean of parameters that takes in one vector at a time, and so never holds more than two. */
final class ParameterMean {
  private float[] mean;
  private int times;

  /**
   * Takes in a vector.
   *
   * @param values not changed
   * @param weight how often it counts, at least 1
   */
  void add(float[] values, int weight) {
    times += weight;
    if (mean == null) {
      mean = values.clone();
      return;
    }
    double share = (double) weight / times;
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (mean[i] + share * ((double) values[i] - mean[i]));
    }
  }

  /** How often vectors count in it, all together. */
  int times() {
    return times;
  }

  /** The mean; null before the first vector. */
  float[] values() {
    return mean;
  }
}

package dev.kindling.model.optim;

/**
 * Learning rate by step: linear warm-up from 0 to the peak, then the shape's way down to {@code
 * peak * finalRatio} at the last step, and constant after it.
 *
 * @param shape the way down
 * @param peak highest learning rate, positive
 * @param warmupSteps steps until the peak, not negative and at most {@code totalSteps}
 * @param totalSteps steps of the whole run, at least 1
 * @param finalRatio learning rate at the end as a share of the peak, in [0, 1]; not used by {@link
 *     Shape#CONSTANT}
 * @param power exponent of {@link Shape#POLYNOMIAL}, positive; not used by the others
 */
public record LearningRateSchedule(
    Shape shape, double peak, long warmupSteps, long totalSteps, double finalRatio, double power) {
  /** How the learning rate falls after the warm-up. */
  public enum Shape {
    /** In a straight line. */
    LINEAR,
    /**
     * As the remaining share of the steps to a power: 1 is a straight line (google-research/bert),
     * 0.5 stays high for longer (NVIDIA's BERT with LAMB).
     */
    POLYNOMIAL,
    /** Along half a cosine wave. */
    COSINE,
    /** Not at all. */
    CONSTANT
  }

  /** Checks each component. */
  public LearningRateSchedule {
    if (shape == null) {
      throw new IllegalArgumentException("the schedule's shape must be given");
    }
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning-rate must be positive, got " + peak);
    }
    if (totalSteps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + totalSteps);
    }
    if (warmupSteps < 0 || warmupSteps > totalSteps) {
      throw new IllegalArgumentException(
          "warmup-steps must be in [0, steps = " + totalSteps + "], got " + warmupSteps);
    }
    if (!(finalRatio >= 0 && finalRatio <= 1)) {
      throw new IllegalArgumentException(
          "final-learning-rate-ratio must be in [0, 1], got " + finalRatio);
    }
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("schedule-power must be positive, got " + power);
    }
  }

  /**
   * Returns the learning rate of a step.
   *
   * @param step 0 for the first step, which has {@code peak / warmupSteps}
   */
  public double at(long step) {
    if (step < warmupSteps) {
      return peak * (step + 1) / warmupSteps;
    }
    if (shape == Shape.CONSTANT) {
      return peak;
    }
    double done =
        Math.min(1, (step + 1 - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
    // StrictMath: the learning rate must have the same bits on every machine.
    double remaining =
        switch (shape) {
          case LINEAR -> 1 - done;
          case POLYNOMIAL -> StrictMath.pow(1 - done, power);
          case COSINE -> 0.5 * (1 + StrictMath.cos(Math.PI * done));
          case CONSTANT -> 1;
        };
    return peak * (finalRatio + (1 - finalRatio) * remaining);
  }
}

package dev.kindling.model;

/**
 * Settings of the optimizer that do not change from step to step.
 *
 * @param kind the rule
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay decoupled decay per unit of learning rate, not negative
 * @param clipNorm largest global gradient norm; 0 switches clipping off
 */
public record OptimizerConfig(
    OptimizerKind kind,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clipNorm) {
  /** Checks each component. */
  public OptimizerConfig {
    if (kind == null) {
      throw new IllegalArgumentException("the optimizer's kind must be given");
    }
    requireRate("beta1", beta1);
    requireRate("beta2", beta2);
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException("epsilon must be in (0, 1), got " + epsilon);
    }
    requireNotNegative("weight-decay", weightDecay);
    requireNotNegative("clip-norm", clipNorm);
  }

  private static void requireRate(String name, double value) {
    if (!(value >= 0 && value < 1)) { // also catches NaN
      throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
    }
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be zero or positive, got " + value);
    }
  }
}

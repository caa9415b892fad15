package dev.kindling.model.averaging;

import java.io.Serializable;

/**
 * What is done with the mean of the workers' parameters: the outer step of DiLoCo (Douillard et
 * al., arXiv 2311.08105), with g = θ − mean: b ← μ b + g, θ ← θ − lr (g + μ b). A rate of 1 without
 * momentum is plain averaging.
 *
 * @param learningRate above 0
 * @param momentum μ, in [0, 1)
 */
public record OuterOptimizer(double learningRate, double momentum) implements Serializable {

  /** The mean takes the parameters' place. */
  public static final OuterOptimizer AVERAGE = new OuterOptimizer(1, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public OuterOptimizer {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "the outer learning rate must be above 0, got " + learningRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the outer momentum must be in [0, 1), got " + momentum);
    }
  }

  /** Whether b has to be kept. */
  public boolean hasMomentum() {
    return momentum > 0;
  }
}

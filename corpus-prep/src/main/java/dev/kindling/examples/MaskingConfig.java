package dev.kindling.examples;

/**
 * How masked-language-model examples are drawn.
 *
 * @param maskRate share of an example's tokens chosen, in (0, 1)
 * @param maxPredictions cap per example, at least 1; also the width of the label column
 * @param staticMasks whether an example has the same masks in all epochs, as in the original BERT,
 *     where duplicates of the text have others
 * @param seed mixed with epoch and example id, so that task order cannot matter
 */
public record MaskingConfig(double maskRate, int maxPredictions, boolean staticMasks, long seed) {
  /** Masks that are drawn anew each epoch. */
  public MaskingConfig(double maskRate, int maxPredictions, long seed) {
    this(maskRate, maxPredictions, false, seed);
  }

  /** Checks the ranges. */
  public MaskingConfig {
    if (!(maskRate > 0 && maskRate < 1)) { // also catches NaN
      throw new IllegalArgumentException("mask-rate must be in (0, 1), got " + maskRate);
    }
    if (maxPredictions < 1) {
      throw new IllegalArgumentException(
          "max-predictions must be at least 1, got " + maxPredictions);
    }
  }
}

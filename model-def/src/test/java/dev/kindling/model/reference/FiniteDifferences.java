package dev.kindling.model.reference;

import java.util.function.ToDoubleFunction;

/** Gradients by central differences, to hold against gradients by back-propagation. */
public final class FiniteDifferences {

  private FiniteDifferences() {}

  /**
   * (f(x + step·e_i) - f(x - step·e_i)) / (2·step) for some of the coordinates i. The error is of
   * the order of step² from the curvature and 1e-16·f/step from rounding: 1e-5 suits losses near 1.
   *
   * @param function of the whole vector; must leave it as it is
   * @param at where; not changed
   * @param indices the coordinates
   * @param step distance to either side
   * @return one derivative for each of {@code indices}
   */
  public static double[] gradient(
      ToDoubleFunction<double[]> function, double[] at, int[] indices, double step) {
    double[] x = at.clone();
    double[] gradient = new double[indices.length];
    for (int k = 0; k < indices.length; k++) {
      int i = indices[k];
      x[i] = at[i] + step;
      double above = function.applyAsDouble(x);
      x[i] = at[i] - step;
      double below = function.applyAsDouble(x);
      x[i] = at[i];
      gradient[k] = (above - below) / (2 * step);
    }
    return gradient;
  }
}

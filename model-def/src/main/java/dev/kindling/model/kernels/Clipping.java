package dev.kindling.model.kernels;

/**
 * Clipping by the global norm (Pascanu et al. 2013), decided where the norm is: on the device. A
 * norm that is not finite lets an update change nothing.
 *
 * @param squares where the sum of the squares of all gradients stands
 * @param index its place there
 * @param limit largest norm; 0 for none
 */
public record Clipping(Scalars squares, int index, double limit) {
  /** Returns the factor of the gradients for a sum of squares, NaN for a sum that is not finite. */
  public double factor(double sumOfSquares) {
    double norm = Math.sqrt(sumOfSquares);
    if (!Double.isFinite(norm)) {
      return Double.NaN;
    }
    return limit > 0 && norm > limit ? limit / norm : 1;
  }
}

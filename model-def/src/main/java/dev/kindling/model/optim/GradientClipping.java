package dev.kindling.model.optim;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import java.util.List;

/** Clipping by the global norm (Pascanu et al. 2013). */
public final class GradientClipping {
  private GradientClipping() {}

  /** Returns the norm of all gradients together, summed in double in the order of the list. */
  public static double globalNorm(Kernels kernels, List<Buffer> gradients) {
    double sum = 0;
    for (Buffer gradient : gradients) {
      sum += kernels.squaredNorm(gradient);
    }
    return Math.sqrt(sum);
  }

  /**
   * Returns the factor that brings a norm down to a limit.
   *
   * @param norm of the gradient
   * @param limit largest norm; 0 for none
   */
  public static double factor(double norm, double limit) {
    return limit > 0 && norm > limit ? limit / norm : 1;
  }
}

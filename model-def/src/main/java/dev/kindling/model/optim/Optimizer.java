package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Kernels;

/** Turns gradients and moments into new parameters and moments. */
public interface Optimizer {
  /**
   * Updates all parameters from their gradients, unless those are not finite; afterwards the
   * gradients are undefined.
   *
   * @param step number of this step, 1 for the first
   * @param learningRate of this step
   * @param clipping of the gradients, whose squares are summed already
   */
  void update(long step, double learningRate, Clipping clipping);

  /** Returns the optimizer that a configuration names. */
  static Optimizer of(Kernels kernels, OptimizerConfig config, Moments moments) {
    return switch (config.kind()) {
      case ADAMW -> new AdamW(kernels, config, moments);
      case LAMB -> new Lamb(kernels, config, moments);
    };
  }
}

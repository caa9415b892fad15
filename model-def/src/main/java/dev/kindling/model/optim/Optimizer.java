package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.Parameters;

/** Turns gradients and moments into new parameters and moments. */
public interface Optimizer {
  /**
   * Updates all parameters from their gradients; afterwards the gradients are undefined.
   *
   * @param step number of this step, 1 for the first
   * @param learningRate of this step
   * @param gradientScale clipping factor
   */
  void update(long step, double learningRate, double gradientScale);

  /** Returns the optimizer that a configuration names. */
  static Optimizer of(
      Kernels kernels, OptimizerConfig config, Parameters parameters, Moments moments) {
    return switch (config.kind()) {
      case ADAMW -> new AdamW(kernels, config, parameters, moments);
      case LAMB -> new Lamb(kernels, config, parameters, moments);
    };
  }
}

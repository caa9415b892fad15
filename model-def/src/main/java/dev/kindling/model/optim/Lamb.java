package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.ParameterState;
import java.util.List;

/**
 * LAMB, as {@link Kernels#lamb} has it, by slice. Biases and norms neither decay nor have a ratio,
 * as in google-research/albert and NVIDIA's BERT: theirs is Adam's update. A slice holds the
 * queries, keys and values of a layer together, for which those have a ratio each.
 */
final class Lamb implements Optimizer {
  private final Kernels kernels;
  private final OptimizerConfig config;
  private final List<ParameterState> decaying;
  private final List<ParameterState> others;

  Lamb(Kernels kernels, OptimizerConfig config, Moments moments) {
    this.kernels = kernels;
    this.config = config;
    this.decaying = moments.states(true);
    this.others = moments.states(false);
  }

  @Override
  public void update(long step, double learningRate, Clipping clipping) {
    kernels.lamb(
        AdamW.update(config, step, 1, config.weightDecay()), learningRate, clipping, decaying);
    kernels.adamW(AdamW.update(config, step, learningRate, 0), clipping, others);
  }
}

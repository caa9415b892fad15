package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.ParameterState;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019) with bias correction; weight decay on the slices that decay
 * only.
 */
final class AdamW implements Optimizer {
  private final Kernels kernels;
  private final OptimizerConfig config;
  private final List<ParameterState> decaying;
  private final List<ParameterState> others;

  AdamW(Kernels kernels, OptimizerConfig config, Moments moments) {
    this.kernels = kernels;
    this.config = config;
    this.decaying = moments.states(true);
    this.others = moments.states(false);
  }

  @Override
  public void update(long step, double learningRate, Clipping clipping) {
    kernels.adamW(update(config, step, learningRate, config.weightDecay()), clipping, decaying);
    kernels.adamW(update(config, step, learningRate, 0), clipping, others);
  }

  /** Returns the numbers of a step for slices of one weight decay. */
  static AdamWUpdate update(
      OptimizerConfig config, long step, double learningRate, double weightDecay) {
    double firstCorrection = biasCorrection(config.beta1(), step);
    double secondCorrection = biasCorrection(config.beta2(), step);
    return new AdamWUpdate(
        (float) config.beta1(),
        (float) config.beta2(),
        (float) (learningRate / firstCorrection),
        (float) (1 / Math.sqrt(secondCorrection)),
        (float) config.epsilon(),
        (float) (learningRate * weightDecay));
  }

  /**
   * The kernels' betas are float32, so the correction is theirs too: 1 - 0.999 and one less its
   * nearest float32 differ by 1e-5 of their value. StrictMath: the same bits on every machine.
   */
  private static double biasCorrection(double beta, long step) {
    return 1 - StrictMath.pow((float) beta, (double) step);
  }
}

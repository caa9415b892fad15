package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019) with bias correction; weight decay on the slices that decay
 * only.
 */
final class AdamW implements Optimizer {
  private final Kernels kernels;
  private final OptimizerConfig config;
  private final List<Parameter> parameters;
  private final Moments moments;

  AdamW(Kernels kernels, OptimizerConfig config, Parameters parameters, Moments moments) {
    this.kernels = kernels;
    this.config = config;
    this.parameters = parameters.all();
    this.moments = moments;
  }

  @Override
  public void update(long step, double learningRate, double gradientScale) {
    AdamWUpdate decaying = update(config, step, learningRate, gradientScale, config.weightDecay());
    AdamWUpdate plain = update(config, step, learningRate, gradientScale, 0);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      AdamWUpdate update = p.slice().decays() ? decaying : plain;
      kernels.adamW(update, p.value(), p.gradient(), moments.first(i), moments.second(i));
    }
  }

  /** Returns the numbers of a step for slices of one weight decay. */
  static AdamWUpdate update(
      OptimizerConfig config,
      long step,
      double learningRate,
      double gradientScale,
      double weightDecay) {
    double firstCorrection = biasCorrection(config.beta1(), step);
    double secondCorrection = biasCorrection(config.beta2(), step);
    return new AdamWUpdate(
        (float) gradientScale,
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

package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import java.util.List;

/**
 * LAMB (You et al. 2020, algorithm 2, with the identity for its φ):
 *
 * <pre>
 *   direction = m̂ / (sqrt(v̂) + epsilon) + weightDecay · p
 *   p = p - learningRate · ‖p‖ / ‖direction‖ · direction
 * </pre>
 *
 * by slice, the ratio 1 where either norm is 0. Biases and norms neither decay nor have a ratio, as
 * in google-research/albert and NVIDIA's BERT: theirs is Adam's update. A slice holds the queries,
 * keys and values of a layer together, for which those have a ratio each.
 */
final class Lamb implements Optimizer {
  private final Kernels kernels;
  private final OptimizerConfig config;
  private final List<Parameter> parameters;
  private final Moments moments;

  Lamb(Kernels kernels, OptimizerConfig config, Parameters parameters, Moments moments) {
    this.kernels = kernels;
    this.config = config;
    this.parameters = parameters.all();
    this.moments = moments;
  }

  @Override
  public void update(long step, double learningRate, double gradientScale) {
    AdamWUpdate unit = AdamW.update(config, step, 1, gradientScale, config.weightDecay());
    AdamWUpdate plain = AdamW.update(config, step, learningRate, gradientScale, 0);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      if (p.slice().decays()) {
        kernels.adamDirection(unit, p.value(), p.gradient(), moments.first(i), moments.second(i));
        double scale = -learningRate * trustRatio(p);
        kernels.addScaled((float) scale, p.gradient(), p.value());
      } else {
        kernels.adamW(plain, p.value(), p.gradient(), moments.first(i), moments.second(i));
      }
    }
  }

  /** Expects the direction in the gradient's place. */
  private double trustRatio(Parameter p) {
    double weights = kernels.squaredNorm(p.value());
    double direction = kernels.squaredNorm(p.gradient());
    return weights > 0 && direction > 0 ? Math.sqrt(weights / direction) : 1;
  }
}

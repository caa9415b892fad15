package dev.kindling.model.reference;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;

/** LAMB as algorithm 2 of You et al. (2020) has it, in double precision, after global clipping. */
public final class ReferenceLamb {
  private final OptimizerConfig config;
  private final ParameterLayout layout;
  private final double[] parameters;
  private final double[] first;
  private final double[] second;
  private int step;

  /** Starts from a copy of the parameters, with moments zero. */
  public ReferenceLamb(OptimizerConfig config, ParameterLayout layout, double[] parameters) {
    this.config = config;
    this.layout = layout;
    this.parameters = parameters.clone();
    this.first = new double[parameters.length];
    this.second = new double[parameters.length];
  }

  /** The parameters after the steps taken so far. */
  public double[] parameters() {
    return parameters;
  }

  /** One step from the gradient of the loss at {@link #parameters}. */
  public void step(double[] gradient, double learningRate) {
    step++;
    double norm = norm(gradient, 0, gradient.length);
    double clip = config.clipNorm() > 0 ? Math.min(1, config.clipNorm() / norm) : 1;
    for (ParameterSlice slice : layout.slices()) {
      double[] update = new double[slice.size()];
      for (int i = 0; i < update.length; i++) {
        int k = slice.offset() + i;
        double g = clip * gradient[k];
        first[k] = config.beta1() * first[k] + (1 - config.beta1()) * g;
        second[k] = config.beta2() * second[k] + (1 - config.beta2()) * g * g;
        double m = first[k] / (1 - Math.pow(config.beta1(), step));
        double v = second[k] / (1 - Math.pow(config.beta2(), step));
        double decay = slice.decays() ? config.weightDecay() : 0;
        update[i] = m / (Math.sqrt(v) + config.epsilon()) + decay * parameters[k];
      }
      double ratio = 1;
      double size = norm(parameters, slice.offset(), slice.end());
      double length = norm(update, 0, update.length);
      if (slice.decays() && size != 0 && length != 0) {
        ratio = size / length;
      }
      for (int i = 0; i < update.length; i++) {
        parameters[slice.offset() + i] -= learningRate * ratio * update[i];
      }
    }
  }

  private static double norm(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }
}

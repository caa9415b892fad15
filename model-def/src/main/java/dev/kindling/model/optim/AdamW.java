package dev.kindling.model.optim;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019) with bias correction; weight decay on the slices that decay
 * only.
 */
public final class AdamW implements AutoCloseable {
  private final Kernels kernels;
  private final OptimizerConfig config;
  private final List<Parameter> parameters;
  private final List<Buffer> first = new ArrayList<>();
  private final List<Buffer> second = new ArrayList<>();

  /** Makes room for the moments of all parameters. */
  public AdamW(Kernels kernels, OptimizerConfig config, Parameters parameters) {
    this.kernels = kernels;
    this.config = config;
    this.parameters = parameters.all();
    try {
      for (Parameter p : this.parameters) {
        first.add(kernels.allocate(p.slice().size(), ElementType.FLOAT32));
        second.add(kernels.allocate(p.slice().size(), ElementType.FLOAT32));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sets the moments to zero. */
  public void clear() {
    first.forEach(kernels::zero);
    second.forEach(kernels::zero);
  }

  /** Takes the moments from flat vectors. */
  public void write(float[] firstMoment, float[] secondMoment) {
    for (int i = 0; i < parameters.size(); i++) {
      int offset = parameters.get(i).slice().offset();
      first.get(i).write(firstMoment, offset);
      second.get(i).write(secondMoment, offset);
    }
  }

  /** Copies the moments into flat vectors. */
  public void read(float[] firstMoment, float[] secondMoment) {
    for (int i = 0; i < parameters.size(); i++) {
      int offset = parameters.get(i).slice().offset();
      first.get(i).read(firstMoment, offset, first.get(i).size());
      second.get(i).read(secondMoment, offset, second.get(i).size());
    }
  }

  /**
   * Updates all parameters from their gradients.
   *
   * @param step number of this step, 1 for the first
   * @param learningRate of this step
   * @param gradientScale clipping factor
   */
  public void update(long step, double learningRate, double gradientScale) {
    double firstCorrection = biasCorrection(config.beta1(), step);
    double secondCorrection = biasCorrection(config.beta2(), step);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      double decay = p.slice().decays() ? learningRate * config.weightDecay() : 0;
      AdamWUpdate update =
          new AdamWUpdate(
              (float) gradientScale,
              (float) config.beta1(),
              (float) config.beta2(),
              (float) (learningRate / firstCorrection),
              (float) (1 / Math.sqrt(secondCorrection)),
              (float) config.epsilon(),
              (float) decay);
      kernels.adamW(update, p.value(), p.gradient(), first.get(i), second.get(i));
    }
  }

  /**
   * The kernels' betas are float32, so the correction is theirs too: 1 - 0.999 and one less its
   * nearest float32 differ by 1e-5 of their value. StrictMath: the same bits on every machine.
   */
  private static double biasCorrection(double beta, long step) {
    return 1 - StrictMath.pow((float) beta, (double) step);
  }

  @Override
  public void close() {
    first.forEach(Buffer::close);
    second.forEach(Buffer::close);
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;

/** A layer normalisation with its gain and bias. */
final class LayerNorm {
  private final Kernels kernels;
  private final Parameter gain; // (h)
  private final Parameter bias; // (h)
  private final double epsilon;

  LayerNorm(Kernels kernels, Parameter gain, Parameter bias, double epsilon) {
    this.kernels = kernels;
    this.gain = gain;
    this.bias = bias;
    this.epsilon = epsilon;
  }

  /** Normalises x (rows, h) into y; statistics (rows, 2) are for the way back. */
  void forward(int rows, Buffer x, Buffer y, Buffer statistics) {
    kernels.layerNorm(rows, width(), x, gain.value(), bias.value(), epsilon, y, statistics);
  }

  /** dx (rows, h) from dy; added to dx where {@code accumulate}. */
  void backward(int rows, Buffer x, Buffer statistics, Buffer dy, boolean accumulate, Buffer dx) {
    kernels.layerNormGradient(
        rows,
        width(),
        x,
        gain.value(),
        statistics,
        dy,
        accumulate,
        dx,
        gain.gradientToAddTo(),
        bias.gradientToAddTo());
  }

  /** The same, and dropped (rows, h) becomes dx with elements dropped. */
  void backward(
      int rows,
      Buffer x,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Dropout dropout,
      Buffer dropped) {
    kernels.layerNormGradientDropout(
        rows,
        width(),
        x,
        gain.value(),
        statistics,
        dy,
        accumulate,
        dx,
        gain.gradientToAddTo(),
        bias.gradientToAddTo(),
        dropout,
        dropped);
  }

  private int width() {
    return gain.slice().size();
  }
}

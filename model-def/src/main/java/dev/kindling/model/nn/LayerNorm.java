package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;

/** A layer normalisation with its gain and bias. */
final class LayerNorm {
  private final Kernels kernels;
  private final Parameter gain; // (h)
  private final Parameter bias; // (h)
  private final double epsilon;

  LayerNorm(Kernels kernels, Parameters parameters, String name, double epsilon) {
    this.kernels = kernels;
    this.gain = parameters.get(name + ".gain");
    this.bias = parameters.get(name + ".bias");
    this.epsilon = epsilon;
  }

  /** Normalises x (rows, h) into y; statistics (rows, 2) are for the way back. */
  void forward(int rows, Buffer x, Buffer y, Buffer statistics) {
    kernels.layerNorm(
        rows, gain.slice().size(), x, gain.value(), bias.value(), epsilon, y, statistics);
  }

  /** dx (rows, h) from dy; adds to dx where {@code accumulate}, and to its own gradients. */
  void backward(int rows, Buffer x, Buffer statistics, Buffer dy, boolean accumulate, Buffer dx) {
    kernels.layerNormBackward(
        rows,
        gain.slice().size(),
        x,
        gain.value(),
        statistics,
        dy,
        accumulate,
        dx,
        gain.gradient(),
        bias.gradient());
  }
}

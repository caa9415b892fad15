package dev.kindling.model.nn;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Weight;

/** A linear layer from (rows, inputs) to (rows, outputs). */
final class Linear {
  private final Kernels kernels;
  private final Parameter matrix; // (outputs, inputs)
  private final Weight weight;
  private final Parameter bias; // (outputs), or null

  Linear(Kernels kernels, Parameter matrix, Weight weight, Parameter bias) {
    this.kernels = kernels;
    this.matrix = matrix;
    this.weight = weight;
    this.bias = bias;
  }

  /** y = x · weightᵀ + bias. */
  void forward(int rows, Buffer x, Buffer y) {
    kernels.linear(rows, x, weight, bias(), y);
  }

  /** The same as sum, and y = activation(sum). */
  void forward(Activation activation, int rows, Buffer x, Buffer sum, Buffer y) {
    kernels.linearActivation(activation, rows, x, weight, bias(), sum, y);
  }

  /** sum = residual + dropout(x · weightᵀ + bias). */
  void forward(int rows, Buffer x, Dropout dropout, Buffer residual, Buffer sum) {
    kernels.linearResidual(rows, x, weight, bias(), dropout, residual, sum);
  }

  /** dx = dy · weight, added to dx where {@code accumulate}. */
  void inputGradient(int rows, Buffer dy, boolean accumulate, Buffer dx) {
    kernels.linearInputGradient(rows, dy, weight, accumulate, dx);
  }

  /** The same through the activation that made the input; dSum may be the sum. */
  void inputGradient(Activation activation, int rows, Buffer dy, Buffer sum, Buffer dSum) {
    kernels.linearInputGradient(activation, rows, dy, weight, sum, dSum);
  }

  /** Gradients of the weight and the bias, overwritten by the first caller in a step. */
  void parameterGradients(int rows, Buffer dy, Buffer x) {
    boolean accumulate = matrix.accumulate();
    if (bias != null) {
      bias.accumulate();
    }
    kernels.linearParameterGradients(
        rows,
        weight.outputs(),
        weight.inputs(),
        dy,
        x,
        accumulate,
        matrix.gradient(),
        bias == null ? null : bias.gradient());
  }

  private Buffer bias() {
    return bias == null ? null : bias.value();
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;

/** A linear layer without its bias, which the operation that reads the product adds. */
final class Linear {
  private final Kernels kernels;
  private final Parameter weight; // (outputs, inputs)
  private final Parameter bias; // (outputs)

  Linear(Kernels kernels, Parameters parameters, String name) {
    this.kernels = kernels;
    this.weight = parameters.get(name + ".weight");
    this.bias = parameters.get(name + ".bias");
  }

  Buffer bias() {
    return bias.value();
  }

  Buffer biasGradient() {
    return bias.gradient();
  }

  int outputs() {
    return weight.slice().rows();
  }

  int inputs() {
    return weight.slice().columns();
  }

  /** y (rows, outputs) = x (rows, inputs) · weightᵀ. */
  void forward(int rows, Buffer x, Buffer y) {
    kernels.gemm(false, true, rows, outputs(), inputs(), x, weight.value(), 0, y);
  }

  /** Adds dyᵀ · x to the weight's gradient. */
  void weightBackward(int rows, Buffer dy, Buffer x) {
    kernels.gemm(true, false, outputs(), inputs(), rows, dy, x, 1, weight.gradient());
  }

  /** Adds the rows of dy to the bias's gradient. */
  void biasBackward(int rows, Buffer dy) {
    kernels.columnSums(rows, outputs(), dy, bias.gradient());
  }

  /** dx (rows, inputs) = dy (rows, outputs) · weight, added to dx where {@code accumulate}. */
  void inputBackward(int rows, Buffer dy, boolean accumulate, Buffer dx) {
    float beta = accumulate ? 1 : 0;
    kernels.gemm(false, false, rows, inputs(), outputs(), dy, weight.value(), beta, dx);
  }
}

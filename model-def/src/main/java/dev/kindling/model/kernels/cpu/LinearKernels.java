package dev.kindling.model.kernels.cpu;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import java.util.HashMap;
import java.util.Map;

/**
 * Linear layers. What follows a product (activation, residual) is done on each chunk of rows while
 * it is in the cache.
 */
final class LinearKernels implements AutoCloseable {
  private final Workers workers;
  private final PackedMemory sharedForward = new PackedMemory();
  private final PackedMemory sharedBackward = new PackedMemory();
  private final Map<Shape, ParameterGradients> gradients = new HashMap<>();

  LinearKernels(Workers workers) {
    this.workers = workers;
  }

  CpuWeight weight(int outputs, int inputs, CpuBuffer values, ElementType type) {
    return new CpuWeight(outputs, inputs, values, type, sharedForward, sharedBackward);
  }

  /** y = x · weightᵀ + bias; the bias may be null; y is float32 or of x's type. */
  void forward(int rows, CpuBuffer x, CpuWeight weight, CpuBuffer bias, CpuBuffer y) {
    product(x, weight.forward()).run(rows, workers, bias, false, y);
  }

  /** sum = x · weightᵀ + bias and y = activation(sum). */
  void activation(
      Activation activation,
      int rows,
      CpuBuffer x,
      CpuWeight weight,
      CpuBuffer bias,
      CpuBuffer sum,
      CpuBuffer y) {
    RowProduct product = product(x, weight.forward());
    RowProduct.chunks(
        rows,
        workers,
        (worker, row, count) -> {
          CpuBuffer scratch = product.toScratch(worker, row, count);
          ActivationKernels.forward(
              activation, count, weight.outputs(), scratch, 0, bias, row, sum, y);
        });
  }

  /** sum = residual + dropout(x · weightᵀ + bias). */
  void residual(
      int rows,
      CpuBuffer x,
      CpuWeight weight,
      CpuBuffer bias,
      Dropout dropout,
      CpuBuffer residual,
      CpuBuffer sum) {
    RowProduct product = product(x, weight.forward());
    RowProduct.chunks(
        rows,
        workers,
        (worker, row, count) -> {
          CpuBuffer scratch = product.toScratch(worker, row, count);
          RowKernels.residual(
              count, weight.outputs(), scratch, 0, bias, dropout, residual, row, sum);
        });
  }

  /** dx = dy · weight, or dx += dy · weight; dx is float32 or of dy's type. */
  void inputGradient(int rows, CpuBuffer dy, CpuWeight weight, boolean accumulate, CpuBuffer dx) {
    product(dy, weight.backward()).run(rows, workers, null, accumulate, dx);
  }

  /** dSum = (dy · weight) · activation'(sum). */
  void inputGradient(
      Activation activation,
      int rows,
      CpuBuffer dy,
      CpuWeight weight,
      CpuBuffer sum,
      CpuBuffer dSum) {
    RowProduct product = product(dy, weight.backward());
    int columns = weight.inputs();
    RowProduct.chunks(
        rows,
        workers,
        (worker, row, count) -> {
          CpuBuffer scratch = product.toScratch(worker, row, count);
          ActivationKernels.gradient(
              activation, count * columns, sum, row * columns, scratch, 0, dSum);
        });
  }

  /** dWeight = dyᵀ · x and dBias = the sum of dy's rows, or added to them. */
  void parameterGradients(
      int rows,
      int outputs,
      int inputs,
      CpuBuffer dy,
      CpuBuffer x,
      boolean accumulate,
      CpuBuffer dWeight,
      CpuBuffer dBias) {
    gradients
        .computeIfAbsent(
            new Shape(outputs, inputs, dy.type()),
            shape -> new ParameterGradients(shape.outputs(), shape.inputs(), shape.type()))
        .run(workers, rows, dy, x, accumulate, dWeight, dBias);
  }

  private record Shape(int outputs, int inputs, ElementType type) {}

  private RowProduct product(CpuBuffer x, PackedWeight side) {
    side.pack(workers);
    return new RowProduct(x, side);
  }

  /** Frees the memory of packed weights. */
  @Override
  public void close() {
    sharedForward.close();
    sharedBackward.close();
  }
}

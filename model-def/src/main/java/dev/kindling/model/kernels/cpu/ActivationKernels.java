package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.RowScratch.SEGMENT;

import dev.kindling.model.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Activations of feed-forward layers, as the end of a product, and their gradients. */
final class ActivationKernels {
  private static final Pass RELU =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector.fromArray(SPECIES, x, i).max(0f).intoArray(x, i);
        }
      };

  private static final Pass RELU_SLOPE =
      (from, to, d, x, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector dy = FloatVector.fromArray(SPECIES, d, i);
          dy.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(d, i);
        }
      };

  private ActivationKernels() {}

  /**
   * {@code sum = product + bias} and {@code y = activation(sum)}, of the sum before it is rounded.
   *
   * @param product any, read from row {@code productRow} on; it may be {@code sum}, if the rows are
   *     the same
   * @param bias float32, or null for none
   * @param row first row of {@code sum} and {@code y}
   * @param sum any, or null where it is not wanted
   * @param y any
   */
  static void forward(
      Activation activation,
      int rows,
      int columns,
      CpuBuffer product,
      int productRow,
      CpuBuffer bias,
      int row,
      CpuBuffer sum,
      CpuBuffer y) {
    RowScratch scratch = RowScratch.ofThread();
    float[] x = scratch.array(0, SEGMENT);
    float[] b = scratch.array(1, SEGMENT);
    float[] temporary = scratch.array(2, SEGMENT);
    boolean changed = bias != null || sum != product;
    for (int column = 0; column < columns; column += SEGMENT) {
      int count = Math.min(SEGMENT, columns - column);
      scratch.readBias(bias, column, count, b);
      for (int r = 0; r < rows; r++) {
        int at = (row + r) * columns + column;
        scratch.read(product, (productRow + r) * columns + column, count, x);
        if (bias != null) {
          Passes.run(Passes.ADD, count, x, b);
        }
        if (sum != null && changed) {
          scratch.write(x, sum, at, count);
        }
        apply(activation, count, x, temporary);
        scratch.write(x, y, at, count);
      }
    }
  }

  private static void apply(Activation activation, int count, float[] x, float[] temporary) {
    switch (activation) {
      case GELU_ERF -> Gelu.erf(count, x, temporary);
      case GELU_TANH -> Gelu.tanh(count, x, temporary);
      case RELU -> Passes.run(RELU, count, x, null);
    }
  }

  /**
   * {@code dSum = dy · activation'(sum)} for {@code count} elements, those of {@code sum} and
   * {@code dSum} from {@code at} on and those of {@code dy} from {@code dyAt} on; all any.
   *
   * @param dSum may be one of the others, if it starts at the same element
   */
  static void gradient(
      Activation activation,
      int count,
      CpuBuffer sum,
      int at,
      CpuBuffer dy,
      int dyAt,
      CpuBuffer dSum) {
    RowScratch scratch = RowScratch.ofThread();
    float[] x = scratch.array(0, SEGMENT);
    float[] d = scratch.array(1, SEGMENT);
    float[] temporary = scratch.array(2, SEGMENT);
    for (int start = 0; start < count; start += SEGMENT) {
      int length = Math.min(SEGMENT, count - start);
      scratch.read(sum, at + start, length, x);
      scratch.read(dy, dyAt + start, length, d);
      applySlope(activation, length, x, d, temporary);
      scratch.write(d, dSum, at + start, length);
    }
  }

  private static void applySlope(
      Activation activation, int count, float[] x, float[] d, float[] temporary) {
    switch (activation) {
      case GELU_ERF -> Gelu.erfSlope(count, x, d, temporary);
      case GELU_TANH -> Gelu.tanhSlope(count, x, d, temporary);
      case RELU -> Passes.run(RELU_SLOPE, count, d, x);
    }
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation of rows, forward and backward. */
final class LayerNormKernels {
  /** Rows whose gradients of gain and bias are summed together before the blocks are. */
  static final int BLOCK_ROWS = 64;

  /** {@code x = (x - mean) · reciprocal}. */
  private static final Pass NORMALISE =
      (from, to, x, y, z, mean, reciprocal) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector.fromArray(SPECIES, x, i).sub(mean).mul(reciprocal).intoArray(x, i);
        }
      };

  private static final Pass GAIN_AND_BIAS =
      (from, to, x, gain, bias, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector gains = FloatVector.fromArray(SPECIES, gain, i);
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          v.fma(gains, FloatVector.fromArray(SPECIES, bias, i)).intoArray(x, i);
        }
      };

  /** {@code d = d · gain · reciprocal}. */
  private static final Pass GAIN =
      (from, to, d, gain, z, reciprocal, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector gains = FloatVector.fromArray(SPECIES, gain, i).mul(reciprocal);
          FloatVector.fromArray(SPECIES, d, i).mul(gains).intoArray(d, i);
        }
      };

  /** {@code g = g - mean(g) - n · mean(g·n)}. */
  private static final Pass CENTRE =
      (from, to, g, normal, z, meanG, meanGn) -> {
        FloatVector minusMeanGn = FloatVector.broadcast(SPECIES, -meanGn);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector centred = FloatVector.fromArray(SPECIES, g, i).sub(meanG);
          FloatVector n = FloatVector.fromArray(SPECIES, normal, i);
          n.fma(minusMeanGn, centred).intoArray(g, i);
        }
      };

  private LayerNormKernels() {}

  /** See {@link dev.kindling.model.kernels.Kernels#layerNorm}; rows {@code [from, to)}. */
  static void forward(
      int from,
      int to,
      int columns,
      CpuBuffer x,
      CpuBuffer gain,
      CpuBuffer bias,
      double epsilon,
      CpuBuffer y,
      CpuBuffer statistics) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, columns);
    float[] gains = scratch.array(1, columns);
    float[] biases = scratch.array(2, columns);
    scratch.read(gain, 0, columns, gains);
    float[] lanes = scratch.lanes();
    scratch.read(bias, 0, columns, biases);
    for (int row = from; row < to; row++) {
      scratch.read(x, row * columns, columns, values, 0);
      float mean = Passes.sum(0, columns, values, lanes) / columns;
      RowScratch.pad(values, columns, mean);
      float variance = Passes.sumSquares(columns, values, mean, lanes) / columns;
      float reciprocal = (float) (1 / Math.sqrt(variance + epsilon));
      statistics.floats().put(2 * row, mean).put(2 * row + 1, reciprocal);
      Passes.run(NORMALISE, 0, columns, values, null, null, mean, reciprocal);
      Passes.run(GAIN_AND_BIAS, columns, values, gains, biases);
      scratch.write(values, y, row * columns, columns);
    }
  }

  /**
   * Gradient of rows {@code [from, to)}. With n = (x - mean)·r and g = dy·gain·r: dx = g - mean(g)
   * - n·mean(g·n); the gradients of gain and bias are the sums of dy·n and of dy.
   *
   * @param dy any; it may be {@code dx}
   * @param partials float32; receives the sums of these rows, {@code columns} for the gain and as
   *     many for the bias
   * @param partialsAt where
   */
  static void gradient(
      int from,
      int to,
      int columns,
      CpuBuffer x,
      CpuBuffer gain,
      CpuBuffer statistics,
      CpuBuffer dy,
      boolean accumulate,
      CpuBuffer dx,
      CpuBuffer partials,
      int partialsAt) {
    RowScratch scratch = RowScratch.ofThread();
    float[] normal = scratch.array(0, columns);
    float[] d = scratch.array(1, columns);
    float[] gains = scratch.array(2, columns);
    float[] gainSums = scratch.array(3, columns);
    float[] biasSums = scratch.array(4, columns);
    float[] lanes = scratch.lanes();
    Arrays.fill(gainSums, 0f);
    Arrays.fill(biasSums, 0f);
    scratch.read(gain, 0, columns, gains, 0);
    for (int row = from; row < to; row++) {
      FloatBuffer of = statistics.floats();
      float mean = of.get(2 * row);
      float reciprocal = of.get(2 * row + 1);
      scratch.read(x, row * columns, columns, normal, mean);
      scratch.read(dy, row * columns, columns, d, 0);
      Passes.run(NORMALISE, 0, columns, normal, null, null, mean, reciprocal);
      Passes.run(Passes.ADD_PRODUCT, columns, gainSums, d, normal);
      Passes.run(Passes.ADD, columns, biasSums, d);
      Passes.run(GAIN, 0, columns, d, gains, null, reciprocal, 0);
      float meanG = Passes.sum(0, columns, d, lanes) / columns;
      float meanGn = Passes.sumProducts(columns, d, normal, lanes) / columns;
      Passes.run(CENTRE, 0, columns, d, normal, null, meanG, meanGn);
      if (accumulate) {
        scratch.read(dx, row * columns, columns, normal);
        Passes.run(Passes.ADD, columns, d, normal);
      }
      scratch.write(d, dx, row * columns, columns);
    }
    scratch.write(gainSums, partials, partialsAt, columns);
    scratch.write(biasSums, partials, partialsAt + columns, columns);
  }

  /** Adds the sums of all blocks of rows, in their order, to the gradients of gain and bias. */
  static void addPartials(
      int blocks, int columns, CpuBuffer partials, CpuBuffer dGain, CpuBuffer dBias) {
    for (int block = 0; block < blocks; block++) {
      int at = block * 2 * columns;
      RowKernels.add(columns, partials, at, dGain, 0);
      RowKernels.add(columns, partials, at + columns, dBias, 0);
    }
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation of rows, forward and backward. */
final class LayerNormKernels {
  /** Rows whose gradients of gain and bias are summed together before the blocks are. */
  static final int BLOCK_ROWS = 64;

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
    scratch.read(bias, 0, columns, biases);
    for (int row = from; row < to; row++) {
      scratch.read(x, row * columns, columns, values, 0);
      float mean = sum(columns, values) / columns;
      RowScratch.pad(values, columns, mean);
      float variance = squaredDeviations(columns, values, mean) / columns;
      float reciprocal = (float) (1 / Math.sqrt(variance + epsilon));
      statistics.floats().put(2 * row, mean).put(2 * row + 1, reciprocal);
      normalise(columns, values, mean, reciprocal, gains, biases);
      scratch.write(values, y, row * columns, columns);
    }
  }

  private static float sum(int count, float[] x) {
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      sum = sum.add(load(x, i));
    }
    return Lanes.sum(sum);
  }

  private static float squaredDeviations(int count, float[] x, float mean) {
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector deviation = load(x, i).sub(mean);
      sum = deviation.fma(deviation, sum);
    }
    return Lanes.sum(sum);
  }

  private static void normalise(
      int count, float[] x, float mean, float reciprocal, float[] gain, float[] bias) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector normal = load(x, i).sub(mean).mul(reciprocal);
      store(normal.fma(load(gain, i), load(bias, i)), x, i);
    }
  }

  /**
   * Gradient of rows {@code [from, to)}. With n = (x - mean)·r and g = dy·gain: dx = r·(g - mean(g)
   * - n·mean(g·n)); the gradients of gain and bias are the sums of dy·n and of dy.
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
    Arrays.fill(gainSums, 0f);
    Arrays.fill(biasSums, 0f);
    scratch.read(gain, 0, columns, gains, 0);
    for (int row = from; row < to; row++) {
      FloatBuffer of = statistics.floats();
      float mean = of.get(2 * row);
      float reciprocal = of.get(2 * row + 1);
      scratch.read(x, row * columns, columns, normal, mean);
      scratch.read(dy, row * columns, columns, d, 0);
      parameters(columns, normal, mean, reciprocal, d, gainSums, biasSums);
      input(columns, normal, reciprocal, d, gains);
      if (accumulate) {
        scratch.read(dx, row * columns, columns, normal);
        RowKernels.add(columns, normal, d);
      }
      scratch.write(d, dx, row * columns, columns);
    }
    scratch.write(gainSums, partials, partialsAt, columns);
    scratch.write(biasSums, partials, partialsAt + columns, columns);
  }

  /** Adds a row to the sums; x becomes its normalised form. */
  private static void parameters(
      int count,
      float[] x,
      float mean,
      float reciprocal,
      float[] d,
      float[] gainSums,
      float[] biasSums) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector normal = load(x, i).sub(mean).mul(reciprocal);
      FloatVector dy = load(d, i);
      store(normal, x, i);
      store(dy.fma(normal, load(gainSums, i)), gainSums, i);
      store(dy.add(load(biasSums, i)), biasSums, i);
    }
  }

  /** d becomes the input's gradient. */
  private static void input(int count, float[] normal, float reciprocal, float[] d, float[] gains) {
    FloatVector sum = Lanes.zero();
    FloatVector sumNormal = Lanes.zero();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector g = load(d, i).mul(load(gains, i));
      store(g, d, i);
      sum = sum.add(g);
      sumNormal = g.fma(load(normal, i), sumNormal);
    }
    FloatVector mean = broadcast(Lanes.sum(sum) / count);
    FloatVector minusMeanNormal = broadcast(-Lanes.sum(sumNormal) / count);
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector g = load(d, i).sub(mean);
      store(load(normal, i).fma(minusMeanNormal, g).mul(reciprocal), d, i);
    }
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

package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layer normalisation, emulated, against the CPU's. */
class EmulatedNormKernelsTest extends EmulationFixture {
  private static final float EPSILON = 1e-3f;

  private final SumKernels sums = new SumKernels(launcher, vectors);
  private final NormKernels kernels = new NormKernels(launcher, sums, vectors);

  @ParameterizedTest
  @CsvSource({
    "7, false, FLOAT32",
    "16, false, FLOAT32",
    "36, true, FLOAT32",
    "7, true, BFLOAT16",
    "36, false, BFLOAT16",
    "768, true, BFLOAT16"
  })
  void shouldNormaliseRowsAndGoBack(int columns, boolean accumulate, ElementType type) {
    int rows = 21; // more than two groups
    int count = rows * columns;
    Vector x = vectors.random(FLOAT32, count);
    Vector gain = vectors.random(FLOAT32, columns);
    Vector bias = vectors.random(FLOAT32, columns);
    Vector y = vectors.empty(type, count);
    Vector statistics = vectors.empty(FLOAT32, 2 * rows);
    Buffer cpuX = onCpu(x);
    Buffer cpuGain = onCpu(gain);
    Buffer cpuBias = onCpu(bias);
    Buffer cpuY = cpu.allocate(count, type);
    Buffer cpuStatistics = cpu.allocate(2L * rows, FLOAT32);
    cpu.layerNorm(rows, columns, cpuX, cpuGain, cpuBias, EPSILON, cpuY, cpuStatistics);
    kernels.layerNorm(rows, columns, x, gain, bias, EPSILON, y, statistics);
    assertClose(y, take(cpuY), 2e-6);

    Vector dy = vectors.random(type, count);
    Vector dx = vectors.random(FLOAT32, count);
    Vector dGain = vectors.random(FLOAT32, columns);
    Vector dBias = vectors.random(FLOAT32, columns);
    Buffer cpuDy = onCpu(dy);
    Buffer cpuDx = onCpu(dx);
    Buffer cpuDGain = onCpu(dGain);
    Buffer cpuDBias = onCpu(dBias);
    cpu.layerNormGradient(
        rows, columns, cpuX, cpuGain, cpuStatistics, cpuDy, accumulate, cpuDx, cpuDGain, cpuDBias);
    kernels.layerNormGradient(rows, columns, x, gain, statistics, dy, accumulate, dx, dGain, dBias);
    assertClose(statistics, take(cpuStatistics), 1e-6);
    assertClose(dx, take(cpuDx), 3e-6);
    assertClose(dGain, take(cpuDGain), 1e-5);
    assertClose(dBias, take(cpuDBias), 1e-5);
    for (Buffer buffer : new Buffer[] {cpuX, cpuGain, cpuBias, cpuDy}) {
      buffer.close();
    }
  }

  @Test
  void shouldGoBackInPlace() {
    int rows = 9;
    int columns = 20;
    Vector x = vectors.random(FLOAT32, rows * columns);
    Vector gain = vectors.random(FLOAT32, columns);
    Vector statistics = vectors.empty(FLOAT32, 2 * rows);
    Vector dy = vectors.random(FLOAT32, rows * columns);
    Vector dx = vectors.empty(FLOAT32, rows * columns);
    Vector dGain = vectors.floats(new float[columns]);
    Vector dBias = vectors.floats(new float[columns]);
    kernels.layerNorm(rows, columns, x, gain, gain, EPSILON, dx, statistics);
    kernels.layerNormGradient(rows, columns, x, gain, statistics, dy, false, dx, dGain, dBias);
    kernels.layerNormGradient(rows, columns, x, gain, statistics, dy, false, dy, dGain, dBias);
    assertThat(dy.read()).isEqualTo(dx.read());
  }

  @ParameterizedTest
  @CsvSource({"36, FLOAT32", "36, BFLOAT16", "7, BFLOAT16"})
  void shouldNormaliseASumInOnePassAsInTwo(int columns, ElementType residualType) {
    int rows = 10;
    int count = rows * columns;
    Vector x = vectors.random(BFLOAT16, count);
    Vector linearBias = vectors.random(FLOAT32, columns);
    Vector residual = vectors.random(residualType, count);
    Vector gain = vectors.random(FLOAT32, columns);
    Vector bias = vectors.random(FLOAT32, columns);
    DeviceDropout dropout = new DeviceDropout(0.1, vectors.longs(4, 5), 0);
    ElementKernels elements = new ElementKernels(launcher);
    for (Vector addend : new Vector[] {linearBias, null}) {
      Vector[] sum = {vectors.empty(FLOAT32, count), vectors.empty(FLOAT32, count)};
      Vector[] y = {vectors.empty(BFLOAT16, count), vectors.empty(BFLOAT16, count)};
      Vector[] statistics = {vectors.empty(FLOAT32, 2 * rows), vectors.empty(FLOAT32, 2 * rows)};
      elements.dropoutResidual(rows, columns, x, addend, dropout, residual, sum[0]);
      kernels.layerNorm(rows, columns, sum[0], gain, bias, EPSILON, y[0], statistics[0]);
      kernels.dropoutResidualNorm(
          rows,
          columns,
          x,
          addend,
          dropout,
          residual,
          sum[1],
          gain,
          bias,
          EPSILON,
          y[1],
          statistics[1]);
      assertClose(sum[1], sum[0].read(), 1e-6);
      assertClose(y[1], y[0].read(), 2e-6);
      assertClose(statistics[1], statistics[0].read(), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "36, FLOAT32, FLOAT32",
    "36, BFLOAT16, BFLOAT16",
    "7, FLOAT32, BFLOAT16",
    "8, BFLOAT16, FLOAT32"
  })
  void shouldGoBackAndDropInOnePassAsInTwo(int columns, ElementType dyType, ElementType type) {
    int rows = 10;
    int count = rows * columns;
    Vector x = vectors.random(FLOAT32, count);
    Vector gain = vectors.random(FLOAT32, columns);
    Vector statistics = vectors.empty(FLOAT32, 2 * rows);
    Vector dy = vectors.random(dyType, count);
    Vector[] dx = {vectors.random(FLOAT32, count), vectors.empty(FLOAT32, count)};
    dx[1].write(dx[0].read());
    Vector[] dropped = {vectors.empty(type, count), vectors.empty(type, count)};
    ElementKernels elements = new ElementKernels(launcher);
    kernels.layerNorm(rows, columns, x, gain, gain, EPSILON, dropped[0], statistics);
    long key = vectors.longs(4, 5);
    for (double rate : new double[] {0.3, 0}) {
      DeviceDropout dropout = new DeviceDropout(rate, key, 0);
      Vector dGain = vectors.floats(new float[columns]);
      Vector dBias = vectors.floats(new float[columns]);
      kernels.layerNormGradient(rows, columns, x, gain, statistics, dy, true, dx[0], dGain, dBias);
      elements.dropout(rows, columns, dropout, dx[0], dropped[0]);
      kernels.layerNormGradientDropout(
          rows, columns, x, gain, statistics, dy, true, dx[1], dGain, dBias, dropout, dropped[1]);
      assertClose(dx[1], dx[0].read(), 1e-6);
      assertClose(dropped[1], dropped[0].read(), 2e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"300, 40, FLOAT32", "300, 40, BFLOAT16", "1, 9, FLOAT32"})
  void shouldSumColumns(int rows, int columns, ElementType type) {
    Vector x = vectors.random(type, rows * columns);
    Vector target = vectors.random(FLOAT32, columns);
    for (boolean accumulate : new boolean[] {true, false}) {
      double[] expected = new double[columns];
      for (int i = 0; i < columns; i++) {
        expected[i] = accumulate ? target.read()[i] : 0;
      }
      float[] values = x.read();
      for (int i = 0; i < values.length; i++) {
        expected[i % columns] += values[i];
      }
      sums.columnSums(rows, columns, x, accumulate, target);
      assertClose(target, expected, 1e-5);
    }
  }

  @Test
  void shouldGiveEqualBitsWhateverTheOrderOfThreads() {
    int rows = 40;
    int columns = 132;
    Vector x = vectors.random(FLOAT32, rows * columns);
    Vector gain = vectors.random(FLOAT32, columns);
    Vector y = vectors.empty(FLOAT32, rows * columns);
    Vector statistics = vectors.empty(FLOAT32, 2 * rows);
    Vector dy = vectors.random(BFLOAT16, rows * columns);
    Vector dx = vectors.empty(FLOAT32, rows * columns);
    float[][] results = new float[3][];
    for (int seed = 0; seed < results.length; seed++) {
      emulation.seed(seed);
      Vector dGain = vectors.floats(new float[columns]);
      kernels.layerNorm(rows, columns, x, gain, gain, EPSILON, y, statistics);
      Vector dBias = vectors.floats(new float[columns]);
      kernels.layerNormGradient(rows, columns, x, gain, statistics, dy, false, dx, dGain, dBias);
      results[seed] = dGain.read();
      assertThat(dx.read()).doesNotContain(Float.NaN);
    }
    assertThat(results[1]).isEqualTo(results[0]);
    assertThat(results[2]).isEqualTo(results[0]);
  }
}

package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel against plain loops in double precision, at sizes that fill no whole vectors. */
class KernelsTest {
  private static final int ROWS = 5;

  private final Kernels kernels = Backends.open("cpu");
  private final List<Buffer> buffers = new ArrayList<>();
  private final Random random = new Random(42);

  @AfterEach
  void close() {
    buffers.forEach(Buffer::close);
    kernels.close();
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Buffer buffer(float... values) {
    Buffer buffer = kernels.allocate(values.length);
    buffers.add(buffer);
    buffer.write(values, 0);
    return buffer;
  }

  private static float[] read(Buffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    return values;
  }

  private static void assertClose(Buffer actual, double[] expected, double tolerance) {
    float[] values = read(actual);
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 0",
    "false, true, 0",
    "true, false, 0",
    "true, true, 0",
    "false, true, 1",
    "true, false, 1"
  })
  void shouldMultiplyMatrices(boolean transposeA, boolean transposeB, float beta) {
    int m = 7;
    int n = 19;
    int k = 11;
    float[] a = values(m * k);
    float[] b = values(k * n);
    float[] c = values(m * n);
    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = beta * c[i * n + j];
        for (int l = 0; l < k; l++) {
          sum +=
              (double) a[transposeA ? l * m + i : i * k + l]
                  * b[transposeB ? j * k + l : l * n + j];
        }
        expected[i * n + j] = sum;
      }
    }
    Buffer target = buffer(c);
    kernels.gemm(transposeA, transposeB, m, n, k, buffer(a), buffer(b), beta, target);
    assertClose(target, expected, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 17, 33, 100})
  void shouldAddBiasesAndSumColumns(int columns) {
    float[] x = values(ROWS * columns);
    float[] bias = values(columns);
    double[] sums = new double[columns];
    double[] shifted = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      shifted[i] = (double) x[i] + bias[i % columns];
      sums[i % columns] += shifted[i];
    }
    Buffer matrix = buffer(x);
    kernels.addBias(ROWS, columns, matrix, buffer(bias));
    assertClose(matrix, shifted, 1e-6);
    Buffer target = buffer(new float[columns]);
    kernels.columnSums(ROWS, columns, matrix, target);
    assertClose(target, sums, 1e-5);
  }

  private static double gelu(Gelu form, double x) {
    if (form == Gelu.TANH) {
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
    return x * normalDistribution(x);
  }

  /** Φ by Simpson's rule from 0. */
  private static double normalDistribution(double x) {
    int pieces = 2000;
    double h = x / pieces;
    double sum = 1 + Math.exp(-x * x / 2);
    for (int i = 1; i < pieces; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-(i * h) * (i * h) / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @ParameterizedTest
  @EnumSource(Gelu.class)
  void shouldApplyGeluAndItsSlope(Gelu form) {
    int columns = 37;
    float[] x = values(ROWS * columns);
    x[0] = 0;
    x[1] = 9;
    x[2] = -9;
    x[3] = 40;
    x[4] = -40;
    float[] bias = new float[columns];
    bias[7] = 0.5f;
    float[] dy = values(x.length);
    double[] y = new double[x.length];
    double[] dx = new double[x.length];
    double[] dBias = new double[columns];
    for (int i = 0; i < x.length; i++) {
      double v = (double) x[i] + bias[i % columns];
      y[i] = gelu(form, v);
      dx[i] = dy[i] * (gelu(form, v + 1e-5) - gelu(form, v - 1e-5)) / 2e-5;
      dBias[i % columns] += dx[i];
    }
    Buffer input = buffer(x);
    Buffer output = buffer(new float[x.length]);
    kernels.biasGelu(form, ROWS, columns, input, buffer(bias), output);
    assertClose(output, y, 2e-6);
    Buffer gradient = buffer(dy);
    Buffer biasGradient = buffer(new float[columns]);
    kernels.biasGeluBackward(form, ROWS, columns, input, gradient, biasGradient);
    assertClose(gradient, dx, 5e-6);
    assertClose(biasGradient, dBias, 2e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16, 21})
  void shouldApplyTanhAndItsSlope(int columns) {
    float[] x = values(ROWS * columns);
    float[] bias = values(columns);
    float[] dy = values(x.length);
    double[] y = new double[x.length];
    double[] dx = new double[x.length];
    double[] dBias = new double[columns];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.tanh((double) x[i] + bias[i % columns]);
      dx[i] = dy[i] * (1 - y[i] * y[i]);
      dBias[i % columns] += dx[i];
    }
    Buffer output = buffer(x);
    kernels.biasTanh(ROWS, columns, output, buffer(bias));
    assertClose(output, y, 1e-6);
    Buffer gradient = buffer(dy);
    Buffer biasGradient = buffer(new float[columns]);
    kernels.biasTanhBackward(ROWS, columns, output, gradient, biasGradient);
    assertClose(gradient, dx, 2e-6);
    assertClose(biasGradient, dBias, 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"7, false", "16, false", "35, false", "35, true"})
  void shouldNormaliseRowsAndGoBack(int columns, boolean accumulate) {
    float[] x = values(ROWS * columns);
    float[] gain = values(columns);
    float[] bias = values(columns);
    float[] dy = values(x.length);
    float[] old = values(x.length);
    double[] y = new double[x.length];
    double[] dx = new double[x.length];
    double[] dGain = new double[columns];
    double[] dBias = new double[columns];
    double epsilon = 1e-3;
    for (int at = 0; at < x.length; at += columns) {
      double mean = 0;
      double variance = 0;
      for (int i = 0; i < columns; i++) {
        mean += x[at + i] / (double) columns;
      }
      for (int i = 0; i < columns; i++) {
        variance += (x[at + i] - mean) * (x[at + i] - mean) / columns;
      }
      double r = 1 / Math.sqrt(variance + epsilon);
      double meanG = 0;
      double meanGn = 0;
      for (int i = 0; i < columns; i++) {
        double normal = (x[at + i] - mean) * r;
        y[at + i] = normal * gain[i] + bias[i];
        dGain[i] += dy[at + i] * normal;
        dBias[i] += dy[at + i];
        meanG += (double) dy[at + i] * gain[i] / columns;
        meanGn += (double) dy[at + i] * gain[i] * normal / columns;
      }
      for (int i = 0; i < columns; i++) {
        double normal = (x[at + i] - mean) * r;
        double d = r * ((double) dy[at + i] * gain[i] - meanG - normal * meanGn);
        dx[at + i] = d + (accumulate ? old[at + i] : 0);
      }
    }
    Buffer input = buffer(x);
    Buffer gains = buffer(gain);
    Buffer output = buffer(new float[x.length]);
    Buffer statistics = buffer(new float[2 * ROWS]);
    kernels.layerNorm(ROWS, columns, input, gains, buffer(bias), epsilon, output, statistics);
    assertClose(output, y, 1e-5);
    Buffer gradient = buffer(old);
    Buffer gainGradient = buffer(new float[columns]);
    Buffer biasGradient = buffer(new float[columns]);
    kernels.layerNormBackward(
        ROWS,
        columns,
        input,
        gains,
        statistics,
        buffer(dy),
        accumulate,
        gradient,
        gainGradient,
        biasGradient);
    assertClose(gradient, dx, 1e-5);
    assertClose(gainGradient, dGain, 1e-5);
    assertClose(biasGradient, dBias, 1e-5);
  }

  @Test
  void shouldGatherAndScatterRows() {
    int columns = 5;
    float[] table = values(4 * columns);
    int[] indices = {3, 0, 3};
    Buffer gathered = buffer(new float[3 * columns]);
    kernels.gatherRows(3, columns, indices, buffer(table), gathered);
    double[] expected = new double[3 * columns];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = table[indices[i / columns] * columns + i % columns];
    }
    assertClose(gathered, expected, 0);
    kernels.gatherAddRows(3, columns, indices, buffer(table), gathered);
    Buffer sums = buffer(new float[4 * columns]);
    kernels.scatterAddRows(3, columns, indices, gathered, sums);
    double[] scattered = new double[4 * columns];
    for (int i = 0; i < expected.length; i++) {
      scattered[indices[i / columns] * columns + i % columns] += 2 * expected[i];
    }
    assertClose(sums, scattered, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 45, 8195})
  void shouldGiveCrossEntropyAndItsGradient(int columns) {
    float[] logits = values(ROWS * columns);
    float[] bias = values(columns);
    int[] labels = new int[ROWS + 1];
    for (int row = 0; row < ROWS; row++) {
      labels[row + 1] = random.nextInt(columns);
    }
    logits[labels[1]] = 50; // one sure and right
    double[] gradient = new double[logits.length];
    double loss = 0;
    long correct = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        double x = (double) logits[row * columns + i] + bias[i];
        sum += Math.exp(x);
        highest = Math.max(highest, x);
      }
      double x = (double) logits[row * columns + labels[row + 1]] + bias[labels[row + 1]];
      loss += Math.log(sum) - x;
      correct += x == highest ? 1 : 0;
      for (int i = 0; i < columns; i++) {
        double p = Math.exp((double) logits[row * columns + i] + bias[i]) / sum;
        gradient[row * columns + i] = 0.25 * (p - (i == labels[row + 1] ? 1 : 0));
      }
    }
    Buffer matrix = buffer(logits);
    CrossEntropySums sums = new CrossEntropySums();
    kernels.softmaxCrossEntropy(ROWS, columns, matrix, buffer(bias), labels, 1, 0.25f, sums);
    assertThat(sums.loss()).isCloseTo(loss, within(2e-5));
    assertThat(sums.correct()).isEqualTo(correct).isPositive();
    assertClose(matrix, gradient, 1e-6);
  }

  @Test
  void shouldDropTheRateOfElementsAndScaleTheRest() {
    int columns = 1003;
    int rows = 100;
    float[] ones = new float[rows * columns];
    Arrays.fill(ones, 1);
    Buffer x = buffer(ones);
    Buffer y = buffer(new float[ones.length]);
    kernels.dropout(rows, columns, new Dropout(0.25, 17, 0, null), x, y);
    float[] dropped = read(y);
    int zeros = 0;
    for (float value : dropped) {
      assertThat(value == 0 || value == (float) (1 / 0.75)).isTrue();
      zeros += value == 0 ? 1 : 0;
    }
    // The deviation of a fair draw is 0.0014 at this size.
    assertThat(zeros / (double) ones.length).isCloseTo(0.25, within(0.006));
    kernels.dropout(rows, columns, new Dropout(0.25, 18, 0, null), x, y);
    assertThat(read(y)).isNotEqualTo(dropped);
  }

  @Test
  void shouldDropByTheNumberOfTheRow() {
    int columns = 40;
    Buffer x = buffer(values(3 * columns));
    Buffer all = buffer(new float[3 * columns]);
    kernels.dropout(3, columns, new Dropout(0.5, 4, 10, null), x, all);
    Buffer lastTwo = buffer(new float[3 * columns]);
    kernels.dropout(3, columns, new Dropout(0.5, 4, 9, new int[] {1, 2, 3}), x, lastTwo);
    assertThat(read(lastTwo)).isEqualTo(read(all));
  }

  @Test
  void shouldDropTheSublayerButNotTheResidual() {
    int columns = 21;
    Dropout dropout = new Dropout(0.4, 3, 0, null);
    float[] x = values(ROWS * columns);
    float[] residual = values(ROWS * columns);
    Buffer sum = buffer(x);
    kernels.addResidual(ROWS, columns, sum, buffer(new float[columns]), dropout, buffer(residual));
    Buffer dropped = buffer(x);
    kernels.dropout(ROWS, columns, dropout, dropped, dropped);
    float[] d = read(dropped);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = (double) d[i] + residual[i];
    }
    assertClose(sum, expected, 1e-6);
  }

  @Test
  void shouldSumSquaresInDouble() {
    float[] x = values(5003);
    double expected = 0;
    for (float v : x) {
      expected += (double) v * v;
    }
    assertThat(kernels.squaredNorm(buffer(x))).isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void shouldUpdateAsAdamW() {
    int size = 19;
    float[] p = values(size);
    float[] g = values(size);
    float[] m = values(size);
    float[] v = new float[size];
    for (int i = 0; i < size; i++) {
      v[i] = 0.1f * i;
    }
    AdamWUpdate u = new AdamWUpdate(0.5f, 0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);
    double[] expected = new double[size];
    for (int i = 0; i < size; i++) {
      double gradient = 0.5 * g[i];
      double first = 0.9 * m[i] + 0.1 * gradient;
      double second = 0.98 * v[i] + 0.02 * gradient * gradient;
      expected[i] = p[i] - 0.02 * first / (Math.sqrt(second) * 1.5 + 1e-6) - 0.001 * p[i];
    }
    Buffer parameters = buffer(p);
    kernels.adamW(u, parameters, buffer(g), buffer(m), buffer(v));
    assertClose(parameters, expected, 2e-6);
  }

  @Test
  void shouldLeaveWhatAdamWSubtractsInTheGradientsPlace() {
    int size = 19;
    float[] p = values(size);
    float[] g = values(size);
    float[] m = values(size);
    float[] v = new float[size];
    Arrays.fill(v, 0.3f);
    AdamWUpdate u = new AdamWUpdate(0.5f, 0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);
    Buffer updated = buffer(p);
    Buffer adamFirst = buffer(m);
    Buffer adamSecond = buffer(v);
    kernels.adamW(u, updated, buffer(g), adamFirst, adamSecond);
    double[] expected = new double[size];
    for (int i = 0; i < size; i++) {
      expected[i] = (double) p[i] - read(updated)[i];
    }

    Buffer parameters = buffer(p);
    Buffer direction = buffer(g);
    Buffer first = buffer(m);
    Buffer second = buffer(v);
    kernels.adamDirection(u, parameters, direction, first, second);

    assertClose(direction, expected, 1e-6);
    assertThat(read(parameters)).isEqualTo(p);
    assertThat(read(first)).isEqualTo(read(adamFirst));
    assertThat(read(second)).isEqualTo(read(adamSecond));
  }

  @Test
  void shouldAddScaled() {
    float[] x = values(21);
    float[] y = values(21);
    double[] expected = new double[21];
    for (int i = 0; i < 21; i++) {
      expected[i] = y[i] - 0.75 * x[i];
    }
    Buffer sum = buffer(y);
    kernels.addScaled(-0.75f, buffer(x), sum);
    assertClose(sum, expected, 1e-6);
  }

  @Test
  void shouldWriteOnlyItsOwnElements() {
    float[] values = values(40);
    Buffer whole = buffer(values);
    Buffer part = whole.slice(3, 21);
    kernels.addBias(3, 7, part, buffer(1, 1, 1, 1, 1, 1, 1));
    for (int i = 0; i < values.length; i++) {
      values[i] += i >= 3 && i < 24 ? 1 : 0;
    }
    assertThat(read(whole)).isEqualTo(values);
    kernels.zero(21, part);
    Arrays.fill(values, 3, 24, 0);
    assertThat(read(whole)).isEqualTo(values);
  }

  @Test
  void shouldRejectABufferBeyondTheLimit() {
    assertThatThrownBy(() -> kernels.allocate(1L + kernels.maxBufferSize()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> buffer(1, 2, 3).slice(2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

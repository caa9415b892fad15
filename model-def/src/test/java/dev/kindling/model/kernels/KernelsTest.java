package dev.kindling.model.kernels;

import static dev.kindling.model.kernels.Matrices.assertClose;
import static dev.kindling.model.kernels.Matrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row-wise kernels against plain loops in double precision, at sizes that fill no whole vectors.
 */
class KernelsTest {
  private static final int ROWS = 5;

  private final Kernels kernels = open(2);
  private final Matrices matrices = new Matrices(kernels, types());

  /** The backend under test. */
  String backend() {
    return "cpu";
  }

  /** Starts it. */
  Kernels open(int threads) {
    return Backends.open(backend(), threads);
  }

  /** What its buffers can hold; tests of other types are skipped. */
  Set<ElementType> types() {
    return EnumSet.allOf(ElementType.class);
  }

  @AfterEach
  void close() {
    matrices.close();
    kernels.close();
  }

  private static double activation(Activation form, double x) {
    return switch (form) {
      case GELU_ERF -> x * normalDistribution(x);
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case RELU -> Math.max(0, x);
    };
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

  static List<Arguments> activations() {
    return Arrays.stream(Activation.values())
        .flatMap(form -> Arrays.stream(ElementType.values()).map(type -> Arguments.of(form, type)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void shouldApplyTheSlopeOfAnActivation(Activation form, ElementType type) {
    int columns = 37;
    float[] x = matrices.values(ROWS * columns);
    x[1] = 9;
    x[2] = -9;
    x[3] = 40;
    x[4] = -40;
    float[] dy = matrices.values(x.length);
    Buffer sum = matrices.buffer(type, x);
    Buffer gradient = matrices.buffer(type, dy);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double rise = activation(form, x[i] + 1e-5) - activation(form, x[i] - 1e-5);
      expected[i] = dy[i] * rise / 2e-5;
    }
    kernels.activationGradient(form, ROWS, columns, sum, gradient, sum);
    assertClose(sum, expected, 5e-6);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldApplyTanhAndItsSlope(ElementType type) {
    for (int columns : new int[] {3, 16, 21}) {
      float[] x = matrices.values(ROWS * columns);
      float[] dy = matrices.values(x.length);
      Buffer y = matrices.buffer(type, x);
      Buffer gradient = matrices.buffer(type, dy);
      double[] expected = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        expected[i] = Math.tanh(x[i]);
      }
      kernels.tanh(ROWS, columns, y);
      assertClose(y, expected, 1e-6);
      float[] rounded = read(y);
      for (int i = 0; i < x.length; i++) {
        expected[i] = dy[i] * (1 - (double) rounded[i] * rounded[i]);
      }
      kernels.tanhGradient(ROWS, columns, y, gradient, gradient);
      assertClose(gradient, expected, 2e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7, false, FLOAT32",
    "16, false, FLOAT32",
    "35, true, FLOAT32",
    "7, true, BFLOAT16",
    "35, false, BFLOAT16",
    "800, true, BFLOAT16"
  })
  void shouldNormaliseRowsAndGoBack(int columns, boolean accumulate, ElementType type) {
    int rows = 70; // more than one block of partial sums
    float[] x = matrices.values(rows * columns);
    float[] gain = matrices.values(columns);
    float[] bias = matrices.values(columns);
    float[] dy = matrices.values(x.length);
    float[] old = matrices.values(x.length);
    final Buffer dOutput = matrices.buffer(type, dy); // rounds dy
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
    Buffer input = matrices.buffer(x);
    Buffer gains = matrices.buffer(gain);
    Buffer output = matrices.empty(type, x.length);
    Buffer statistics = matrices.buffer(new float[2 * rows]);
    kernels.layerNorm(
        rows, columns, input, gains, matrices.buffer(bias), epsilon, output, statistics);
    assertClose(output, y, 2e-5);
    Buffer gradient = matrices.buffer(old);
    Buffer gainGradient = matrices.buffer(new float[columns]);
    Buffer biasGradient = matrices.buffer(new float[columns]);
    kernels.layerNormGradient(
        rows,
        columns,
        input,
        gains,
        statistics,
        dOutput,
        accumulate,
        gradient,
        gainGradient,
        biasGradient);
    assertClose(gradient, dx, 2e-5);
    assertClose(gainGradient, dGain, 5e-5);
    assertClose(biasGradient, dBias, 5e-5);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldGatherAndScatterRows(ElementType type) {
    int columns = 69; // more than a band
    float[] table = matrices.values(4 * columns);
    int[] indices = {3, 0, 3};
    Buffer gathered = matrices.empty(type, 3 * columns);
    kernels.gatherRows(3, columns, indices, matrices.buffer(type, table), gathered);
    float[] expected = new float[3 * columns];
    double[] doubled = new double[expected.length];
    double[] scattered = new double[4 * columns];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = table[indices[i / columns] * columns + i % columns];
      doubled[i] = 2.0 * expected[i];
      scattered[indices[i / columns] * columns + i % columns] += expected[i];
    }
    assertThat(read(gathered)).isEqualTo(expected);
    Buffer sums = matrices.buffer(new float[4 * columns]);
    kernels.scatterAddRows(3, columns, indices, gathered, sums);
    assertClose(sums, scattered, 1e-6);
    Buffer stream = matrices.buffer(expected);
    kernels.gatherAddRows(3, columns, indices, matrices.buffer(table), stream);
    assertClose(stream, doubled, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"2, FLOAT32", "16, FLOAT32", "45, BFLOAT16", "8195, FLOAT32", "8195, BFLOAT16"})
  void shouldGiveCrossEntropyAndItsGradient(int columns, ElementType type) {
    float[] logits = matrices.values(ROWS * columns);
    int[] labels = new int[ROWS + 1];
    for (int row = 0; row < ROWS; row++) {
      labels[row + 1] = matrices.index(columns);
    }
    logits[labels[1]] = 50; // one sure and right
    final Buffer matrix = matrices.buffer(type, logits); // rounds them
    double[] gradient = new double[logits.length];
    double loss = 0;
    long correct = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        double x = logits[row * columns + i];
        sum += Math.exp(x);
        highest = Math.max(highest, x);
      }
      double x = logits[row * columns + labels[row + 1]];
      loss += Math.log(sum) - x;
      correct += x == highest ? 1 : 0;
      for (int i = 0; i < columns; i++) {
        double p = Math.exp(logits[row * columns + i]) / sum;
        gradient[row * columns + i] = 0.25 * (p - (i == labels[row + 1] ? 1 : 0));
      }
    }
    try (Scalars sums = kernels.scalars(3)) {
      kernels.softmaxCrossEntropy(ROWS, columns, matrix, labels, 1, 0.25f, sums, 1);
      double[] values = sums.read().values();
      assertThat(values[0]).isZero();
      assertThat(values[1]).isCloseTo(loss, within(2e-5));
      assertThat((long) values[2]).isEqualTo(correct).isPositive();
    }
    assertClose(matrix, gradient, 1e-6);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldDropTheRateOfElementsAndScaleTheRest(ElementType type) {
    int columns = 1003;
    int rows = 100;
    float[] ones = new float[rows * columns];
    Arrays.fill(ones, 1);
    Buffer x = matrices.buffer(ones);
    Buffer y = matrices.empty(type, ones.length);
    kernels.dropout(rows, columns, new Dropout(0.2, 17, 0, null), x, y);
    float[] dropped = read(y);
    int zeros = 0;
    for (float value : dropped) {
      assertThat(value == 0 || value == 1.25).isTrue();
      zeros += value == 0 ? 1 : 0;
    }
    // The deviation of a fair draw is 0.0013 at this size.
    assertThat(zeros / (double) ones.length).isCloseTo(0.2, within(0.006));
    kernels.dropout(rows, columns, new Dropout(0.2, 18, 0, null), x, y);
    assertThat(read(y)).isNotEqualTo(dropped);
  }

  @Test
  void shouldDropByTheNumberOfTheRow() {
    int columns = 40;
    Buffer x = matrices.buffer(matrices.values(3 * columns));
    Buffer all = matrices.buffer(new float[3 * columns]);
    kernels.dropout(3, columns, new Dropout(0.5, 4, 10, null), x, all);
    Buffer lastThree = matrices.buffer(new float[3 * columns]);
    kernels.dropout(3, columns, new Dropout(0.5, 4, 9, new int[] {1, 2, 3}), x, lastThree);
    assertThat(read(lastThree)).isEqualTo(read(all));
  }

  @Test
  void shouldCopyToTheOtherTypeWhereNothingDrops() {
    float[] values = matrices.values(3 * 21);
    Buffer rounded = matrices.empty(ElementType.BFLOAT16, values.length);
    kernels.dropout(3, 21, Dropout.NONE, matrices.buffer(values), rounded);
    Buffer expected = matrices.buffer(ElementType.BFLOAT16, values);
    assertThat(read(rounded)).isEqualTo(read(expected));
  }

  @Test
  void shouldWriteOnlyItsOwnElements() {
    float[] values = matrices.values(40);
    Buffer whole = matrices.buffer(values);
    Buffer part = whole.slice(3, 21);
    kernels.gatherAddRows(3, 7, new int[3], matrices.buffer(1, 1, 1, 1, 1, 1, 1), part);
    for (int i = 0; i < values.length; i++) {
      values[i] += i >= 3 && i < 24 ? 1 : 0;
    }
    assertThat(read(whole)).isEqualTo(values);
    kernels.zero(part);
    Arrays.fill(values, 3, 24, 0);
    assertThat(read(whole)).isEqualTo(values);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldRejectABufferBeyondTheLimit(ElementType type) {
    assertThatThrownBy(() -> kernels.allocate(1L + kernels.maxBufferSize(), type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most");
    Buffer three = matrices.empty(type, 3);
    assertThatThrownBy(() -> three.slice(2, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear layers against plain loops in double precision, at sizes that fill no whole blocks. */
class LinearKernelsTest {
  private static final float UNTOUCHED = 12352f; // bfloat16 holds it
  private static final int SPARE_ROWS = 3;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(42);
  private Workers workers = opened(new Workers(2));
  private LinearKernels linear = opened(new LinearKernels(workers));

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(0, resource);
    return resource;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  /** What this processor can multiply: without AVX-512, oneDNN knows float32 alone. */
  static Stream<ElementType> types() {
    return Stream.of(ElementType.values()).filter(PackedLayout::supports);
  }

  static Stream<Arguments> shapes() {
    int[][] sizes = {{17, 33}, {100, 40}, {64, 256}, {1, 5}};
    List<Arguments> all = new ArrayList<>();
    for (ElementType type : types().toList()) {
      for (int rows : new int[] {1, 7, 63, 64, 65, 130}) {
        for (int[] size : sizes) {
          all.add(Arguments.of(type, rows, size[0], size[1]));
        }
      }
      all.add(Arguments.of(type, 600, 33, 20)); // more than a chunk of rows in sums over rows
      all.add(Arguments.of(type, 3, 600, 1100)); // more than a tile of a weight's gradient
      all.add(Arguments.of(type, 3, 257, 1025)); // no tile of a single row or column
      all.add(Arguments.of(type, 3, 8193, 24));
      all.add(Arguments.of(type, 3, 30523, 8));
    }
    return all.stream();
  }

  /** A matrix with rows after the last one that hold what is no number. */
  private CpuBuffer matrix(int rows, int columns, ElementType type) {
    CpuBuffer matrix = opened(CpuBuffer.allocate((long) (rows + SPARE_ROWS) * columns, type));
    float[] values = new float[matrix.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < rows * columns ? (float) (random.nextDouble() * 2 - 1) : Float.NaN;
    }
    matrix.write(values, 0);
    return matrix;
  }

  /** A matrix to be overwritten, but for the rows after its last. */
  private CpuBuffer target(int rows, int columns, ElementType type) {
    CpuBuffer target = opened(CpuBuffer.allocate((long) (rows + SPARE_ROWS) * columns, type));
    float[] values = new float[target.size()];
    Arrays.fill(values, UNTOUCHED);
    target.write(values, 0);
    return target;
  }

  private static float[] read(CpuBuffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    return values;
  }

  private CpuWeight weight(int outputs, int inputs, CpuBuffer values, ElementType type) {
    return opened(linear.weight(outputs, inputs, values, type));
  }

  /** What the products see of a weight: its values, rounded to their type. */
  private static double[] rounded(CpuBuffer values, ElementType type, int count) {
    double[] rounded = new double[count];
    for (int i = 0; i < count; i++) {
      float value = values.bytes().getFloat(4 * i);
      rounded[i] = type == ElementType.FLOAT32 ? value : Bfloat16.widen(Bfloat16.round(value));
    }
    return rounded;
  }

  /** a (m, k) · b (k, n), both given as functions of row and column. */
  private static double[] multiply(int m, int n, int k, Elements a, Elements b) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        double factor = a.at(i, l);
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b.at(l, j);
        }
      }
    }
    return c;
  }

  private interface Elements {
    double at(int row, int column);
  }

  private static Elements rows(float[] values, int columns) {
    return (row, column) -> values[row * columns + column];
  }

  /** x · weightᵀ + bias. */
  private static double[] sums(
      int rows, int outputs, int inputs, CpuBuffer x, CpuBuffer values, CpuBuffer bias) {
    double[] w = rounded(values, x.type(), outputs * inputs);
    double[] y =
        multiply(rows, outputs, inputs, rows(read(x), inputs), (l, j) -> w[j * inputs + l]);
    float[] b = bias == null ? new float[outputs] : read(bias);
    for (int i = 0; i < y.length; i++) {
      y[i] += b[i % outputs];
    }
    return y;
  }

  /** dy · weight. */
  private static double[] inputGradient(
      int rows, int outputs, int inputs, CpuBuffer dy, CpuBuffer values) {
    double[] w = rounded(values, dy.type(), outputs * inputs);
    return multiply(rows, inputs, outputs, rows(read(dy), outputs), (l, j) -> w[l * inputs + j]);
  }

  /** Compares; what follows the expected elements must not have been touched. */
  private static void assertClose(CpuBuffer actual, double[] expected, int terms) {
    float[] values = read(actual);
    double absolute = 2e-7 * terms + 1e-5;
    double relative = actual.type() == ElementType.FLOAT32 ? 1e-5 : 0x1.02p-9 * 2;
    for (int i = 0; i < values.length; i++) {
      if (i < expected.length) {
        double tolerance = absolute + relative * Math.abs(expected[i]);
        if (!(Math.abs(values[i] - expected[i]) <= tolerance)) { // fast, and also catches NaN
          assertThat((double) values[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance));
        }
      } else if (values[i] != UNTOUCHED) {
        assertThat(values[i]).as("[%d], after the last row", i).isEqualTo(UNTOUCHED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldMultiplyByWeights(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, inputs, values, type);
    for (ElementType result : EnumSet.of(type, ElementType.FLOAT32)) {
      for (CpuBuffer bias : new CpuBuffer[] {null, vector(outputs)}) {
        CpuBuffer y = target(rows, outputs, result);
        linear.forward(rows, x, weight, bias, y);
        assertClose(y, sums(rows, outputs, inputs, x, values, bias), inputs);
      }
    }
  }

  private CpuBuffer vector(int size) {
    return matrix(1, size, ElementType.FLOAT32).slice(0, size);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldApplyActivations(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer bias = vector(outputs);
    CpuBuffer sum = target(rows, outputs, type);
    CpuBuffer y = target(rows, outputs, type);
    CpuWeight weight = weight(outputs, inputs, values, type);
    linear.activation(Activation.RELU, rows, x, weight, bias, sum, y);
    double[] expected = sums(rows, outputs, inputs, x, values, bias);
    assertClose(sum, expected, inputs);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i]);
    }
    assertClose(y, expected, inputs);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldAddResiduals(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer bias = vector(outputs);
    CpuBuffer residual = matrix(rows, outputs, ElementType.FLOAT32);
    CpuBuffer sum = target(rows, outputs, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, inputs, values, type);
    linear.residual(rows, x, weight, bias, Dropout.NONE, residual, sum);
    double[] expected = sums(rows, outputs, inputs, x, values, bias);
    float[] before = read(residual);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += before[i];
    }
    assertClose(sum, expected, inputs);
    CpuBuffer same = residual.slice(0, rows * outputs);
    linear.residual(rows, x, weight, bias, Dropout.NONE, same, same);
    assertThat(read(same)).isEqualTo(read(sum.slice(0, rows * outputs)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldDropByTheNumbersOfTheRows(ElementType type) {
    int rows = 130;
    int outputs = 33;
    Dropout dropout = new Dropout(0.3, 99, 5, null);
    CpuBuffer x = matrix(rows, 20, type);
    CpuBuffer values = matrix(outputs, 20, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, 20, values, type);
    CpuBuffer zero = opened(CpuBuffer.allocate((long) rows * outputs, ElementType.FLOAT32));
    CpuBuffer sum = opened(CpuBuffer.allocate((long) rows * outputs, ElementType.FLOAT32));
    linear.residual(rows, x, weight, null, dropout, zero, sum);
    double[] expected = sums(rows, outputs, 20, x, values, null);
    float[] actual = read(sum);
    int dropped = 0;
    for (int i = 0; i < expected.length; i++) {
      if (actual[i] == 0) {
        dropped++;
      } else {
        assertThat((double) actual[i]).isCloseTo(expected[i] / 0.7, within(1e-5));
      }
    }
    assertThat((double) dropped / expected.length).isCloseTo(0.3, within(0.03));
    CpuBuffer later = opened(CpuBuffer.allocate((long) (rows - 64) * outputs, ElementType.FLOAT32));
    CpuBuffer laterX = x.slice(64 * 20, (rows - 64) * 20);
    Dropout sameRows = new Dropout(0.3, 99, 5 + 64, null);
    linear.residual(rows - 64, laterX, weight, null, sameRows, later, later);
    assertThat(read(later)).isEqualTo(read(sum.slice(64 * outputs, (rows - 64) * outputs)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldComputeGradientsOfInputs(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer dy = matrix(rows, outputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, inputs, values, type);
    double[] expected = inputGradient(rows, outputs, inputs, dy, values);
    for (ElementType result : EnumSet.of(type, ElementType.FLOAT32)) {
      CpuBuffer dx = target(rows, inputs, result);
      linear.inputGradient(rows, dy, weight, false, dx);
      assertClose(dx, expected, outputs);
    }
    CpuBuffer dx = matrix(rows, inputs, ElementType.FLOAT32).slice(0, rows * inputs);
    float[] before = read(dx);
    linear.inputGradient(rows, dy, weight, true, dx);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += before[i];
    }
    assertClose(dx, expected, outputs);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldGoBackThroughActivations(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer dy = matrix(rows, outputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer sum = matrix(rows, inputs, type);
    CpuBuffer dSum = target(rows, inputs, type);
    CpuWeight weight = weight(outputs, inputs, values, type);
    linear.inputGradient(Activation.RELU, rows, dy, weight, sum, dSum);
    double[] expected = inputGradient(rows, outputs, inputs, dy, values);
    float[] sums = read(sum);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = sums[i] > 0 ? expected[i] : 0;
    }
    assertClose(dSum, expected, outputs);
    CpuBuffer same = sum.slice(0, rows * inputs);
    linear.inputGradient(Activation.RELU, rows, dy, weight, same, same);
    assertThat(read(same)).isEqualTo(read(dSum.slice(0, rows * inputs)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldComputeGradientsOfParameters(ElementType type, int rows, int outputs, int inputs) {
    CpuBuffer dy = matrix(rows, outputs, type);
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer dWeight = target(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer dBias = target(1, outputs, ElementType.FLOAT32);
    double[] product =
        multiply(
            outputs,
            inputs,
            rows,
            (i, l) -> value(dy, l * outputs + i),
            (l, j) -> value(x, l * inputs + j));
    double[] sums = multiply(1, outputs, rows, (i, l) -> 1, (l, j) -> value(dy, l * outputs + j));
    linear.parameterGradients(rows, outputs, inputs, dy, x, false, dWeight, dBias);
    assertClose(dWeight, product, rows);
    assertClose(dBias, sums, rows);
    linear.parameterGradients(rows, outputs, inputs, dy, x, true, dWeight, dBias);
    assertClose(dWeight, doubled(product), 2 * rows);
    assertClose(dBias, doubled(sums), 2 * rows);
    linear.parameterGradients(rows, outputs, inputs, dy, x, false, dWeight, null);
    assertClose(dWeight, product, rows);
  }

  private static double value(CpuBuffer buffer, int index) {
    return buffer.type() == ElementType.FLOAT32
        ? buffer.bytes().getFloat(4 * index)
        : Bfloat16.widen(buffer.bytes().getShort(2 * index));
  }

  private static double[] doubled(double[] values) {
    double[] twice = values.clone();
    for (int i = 0; i < twice.length; i++) {
      twice[i] *= 2;
    }
    return twice;
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldCutLargeWeightsIntoParts(ElementType type) {
    int rows = 2;
    int outputs = 30523;
    int inputs = 140;
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, inputs, values, type);
    assertThat(weight.forward().parts().count()).isGreaterThan(1);
    assertThat(weight.backward().parts().count()).isGreaterThan(1);
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer bias = vector(outputs);
    CpuBuffer y = target(rows, outputs, type);
    double[] expected = sums(rows, outputs, inputs, x, values, bias);
    linear.forward(rows, x, weight, bias, y);
    assertClose(y, expected, inputs);
    CpuBuffer zero = opened(CpuBuffer.allocate((long) rows * outputs, ElementType.FLOAT32));
    linear.residual(rows, x, weight, bias, Dropout.NONE, zero, zero);
    assertClose(zero, expected, inputs);
    CpuBuffer dx = target(rows, inputs, type);
    linear.inputGradient(rows, y, weight, false, dx);
    assertClose(dx, inputGradient(rows, outputs, inputs, y, values), outputs);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldCutRowsThatMeetLargeWeights(ElementType type) {
    int rows = 300;
    int inputs = 2048;
    int outputs = 2049; // parts of 1024
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuWeight weight = weight(outputs, inputs, values, type);
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer y = target(rows, outputs, type);
    linear.forward(rows, x, weight, null, y);
    int row = 290;
    CpuBuffer some = target(rows - row, outputs, type);
    CpuBuffer someX = x.slice(row * inputs, (rows - row) * inputs);
    linear.forward(rows - row, someX, weight, null, some);
    double[] expected = sums(rows - row, outputs, inputs, someX, values, null);
    assertClose(some, expected, inputs);
    assertClose(y.slice(row * outputs, expected.length), expected, inputs);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldTakeOverChangedWeights(ElementType type) {
    int inputs = 1100;
    int outputs = 1000; // float32 copies of that size are not kept
    CpuBuffer x = matrix(2, inputs, type);
    CpuBuffer first = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer second = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuWeight one = weight(outputs, inputs, first, type);
    CpuWeight two = weight(outputs, inputs, second, type);
    CpuBuffer y = target(2, outputs, ElementType.FLOAT32);
    for (int step = 0; step < 2; step++) {
      linear.forward(2, x, one, null, y);
      assertClose(y, sums(2, outputs, inputs, x, first, null), inputs);
      linear.forward(2, x, two, null, y);
      assertClose(y, sums(2, outputs, inputs, x, second, null), inputs);
      second.write(read(matrix(outputs, inputs, ElementType.FLOAT32)), 0);
      two.refresh();
      linear.forward(2, x, two, null, y);
      assertClose(y, sums(2, outputs, inputs, x, second, null), inputs);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldGiveEqualBitsForAnyNumberOfThreads(ElementType type) {
    int rows = 700;
    int outputs = 300;
    int inputs = 77;
    CpuBuffer x = matrix(rows, inputs, type);
    CpuBuffer dy = matrix(rows, outputs, type);
    CpuBuffer values = matrix(outputs, inputs, ElementType.FLOAT32);
    CpuBuffer bias = vector(outputs);
    List<float[]> results = new ArrayList<>();
    for (int threads = 1; threads <= 3; threads++) {
      workers = opened(new Workers(threads));
      linear = opened(new LinearKernels(workers));
      CpuWeight weight = weight(outputs, inputs, values, type);
      CpuBuffer y = target(rows, outputs, type);
      CpuBuffer dx = target(rows, inputs, type);
      CpuBuffer dWeight = target(outputs, inputs, ElementType.FLOAT32);
      CpuBuffer dBias = target(1, outputs, ElementType.FLOAT32);
      linear.forward(rows, x, weight, bias, y);
      linear.inputGradient(rows, dy, weight, false, dx);
      linear.parameterGradients(rows, outputs, inputs, dy, x, false, dWeight, dBias);
      for (CpuBuffer buffer : new CpuBuffer[] {y, dx, dWeight, dBias}) {
        results.add(read(buffer));
      }
    }
    for (int i = 4; i < results.size(); i++) {
      assertThat(results.get(i)).isEqualTo(results.get(i - 4));
    }
  }

  @Test
  void shouldCompileFewProductsForManyNumbersOfRows() {
    CpuBuffer x = matrix(300, 23, ElementType.FLOAT32);
    CpuBuffer y = matrix(300, 29, ElementType.FLOAT32);
    CpuBuffer values = matrix(29, 23, ElementType.FLOAT32);
    CpuWeight weight = weight(29, 23, values, ElementType.FLOAT32);
    CpuBuffer gradient = target(29, 23, ElementType.FLOAT32);
    int before = Products.count();
    for (int rows = 1; rows <= 300; rows++) {
      linear.forward(rows, x, weight, null, y);
      linear.parameterGradients(rows, 29, 23, y, x, true, gradient, null);
    }
    assertThat(Products.count() - before).isEqualTo(7 + 9); // 1 to 64 rows, 1 to 256 rows
  }

  @Test
  void shouldMultiplyInFloat32AnywhereAndSayWhereNoOtherTypeWorks() {
    assertThat(PackedLayout.supports(ElementType.FLOAT32)).isTrue();
    if (!PackedLayout.supports(ElementType.BFLOAT16)) {
      CpuBuffer values = matrix(4, 4, ElementType.FLOAT32);
      assertThatThrownBy(() -> linear.weight(4, 4, values, ElementType.BFLOAT16))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("oneDNN has no matrix products in BFLOAT16 on this processor: use FLOAT32");
    }
  }

  @Test
  void shouldRefuseTypesThatDoNotFit() {
    CpuWeight weight = weight(4, 4, matrix(4, 4, ElementType.FLOAT32), ElementType.FLOAT32);
    CpuBuffer x = opened(CpuBuffer.allocate(4, ElementType.BFLOAT16));
    CpuBuffer y = target(1, 4, ElementType.FLOAT32);
    assertThatThrownBy(() -> linear.forward(1, x, weight, null, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a weight for FLOAT32 meets a matrix in BFLOAT16");
  }
}

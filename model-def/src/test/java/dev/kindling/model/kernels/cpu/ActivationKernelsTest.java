package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.RowMatrices.assertClose;
import static dev.kindling.model.kernels.cpu.RowMatrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.ElementType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations against their definitions in double precision. */
class ActivationKernelsTest {
  private static final int ROWS = 3;

  private final RowMatrices matrices = new RowMatrices();

  @AfterEach
  void close() {
    matrices.close();
  }

  static List<Arguments> activations() {
    return Arrays.stream(Activation.values())
        .flatMap(form -> Arrays.stream(ElementType.values()).map(type -> Arguments.of(form, type)))
        .toList();
  }

  private static double value(Activation form, double x) {
    return switch (form) {
      case GELU_ERF -> x * distribution(x);
      case GELU_TANH -> x / (1 + Math.exp(-2 * inner(x)));
      case RELU -> Math.max(0, x);
    };
  }

  private static double slope(Activation form, double x) {
    return switch (form) {
      case GELU_ERF -> distribution(x) + x * bell(x);
      case GELU_TANH -> {
        double gate = 1 / (1 + Math.exp(-2 * inner(x)));
        yield gate + x * gate * (1 - gate) * 2 * Math.sqrt(2 / Math.PI) * (1 + 0.134145 * x * x);
      }
      case RELU -> x > 0 ? 1 : 0;
    };
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

  private static double bell(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Φ(x) = 1/2 + Φ'(x)·(x + x³/3 + x⁵/(3·5) + …), which loses nothing where x is positive. */
  private static double distribution(double x) {
    if (x < 0) {
      return 1 - distribution(-x);
    }
    double term = x;
    double sum = x;
    for (int i = 3; term > sum * 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return x > 15 ? 1 : 0.5 + bell(x) * sum;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void shouldAddTheBiasAndApplyTheActivation(Activation form, ElementType type) {
    for (int columns : RowMatrices.WIDTHS) {
      float[] product = matrices.values((ROWS + 1) * columns);
      float[] bias = matrices.values(columns);
      float[] old = matrices.values((ROWS + 2) * columns);
      CpuBuffer x = matrices.buffer(ElementType.FLOAT32, product);
      CpuBuffer b = matrices.buffer(ElementType.FLOAT32, bias);
      CpuBuffer sum = matrices.buffer(type, old);
      CpuBuffer y = matrices.buffer(type, old);
      double[] sums = doubles(old);
      double[] values = doubles(old);
      for (int i = 0; i < ROWS * columns; i++) {
        int to = 2 * columns + i;
        sums[to] = (double) product[columns + i] + bias[i % columns];
        values[to] = value(form, sums[to]);
      }
      ActivationKernels.forward(form, ROWS, columns, x, 1, b, 2, sum, y);
      assertClose(sum, sums, 3e-7);
      assertClose(y, values, 1e-6);
      assertThat(read(x)).isEqualTo(product);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void shouldWorkInPlaceWithoutBias(Activation form, ElementType type) {
    for (int columns : RowMatrices.WIDTHS) {
      float[] product = matrices.values(ROWS * columns);
      CpuBuffer sum = matrices.buffer(type, product);
      CpuBuffer y = matrices.empty(type, product.length);
      ActivationKernels.forward(form, ROWS, columns, sum, 0, null, 0, sum, y);
      assertThat(read(sum)).isEqualTo(product);
      ActivationKernels.forward(form, ROWS, columns, sum, 0, null, 0, null, sum);
      assertThat(read(sum)).isEqualTo(read(y));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void shouldMultiplyByTheSlope(Activation form, ElementType type) {
    for (int count : RowMatrices.WIDTHS) {
      float[] x = matrices.values(count + 3);
      float[] dy = matrices.values(count + 5);
      CpuBuffer sum = matrices.buffer(type, x);
      CpuBuffer d = matrices.buffer(ElementType.FLOAT32, dy);
      double[] expected = doubles(x);
      for (int i = 0; i < count; i++) {
        expected[3 + i] = dy[5 + i] * slope(form, x[3 + i]);
      }
      ActivationKernels.gradient(form, count, sum, 3, d, 5, sum);
      assertClose(sum, expected, 2e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldKeepToTheFormulaEverywhere(Activation form) {
    int count = 4001;
    float[] x = new float[count];
    float[] ones = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (i - 2000) * 0.005f;
      ones[i] = 1;
    }
    CpuBuffer sum = matrices.buffer(ElementType.FLOAT32, x);
    CpuBuffer y = matrices.empty(ElementType.FLOAT32, count);
    ActivationKernels.forward(form, 1, count, sum, 0, null, 0, null, y);
    CpuBuffer slopes = matrices.buffer(ElementType.FLOAT32, ones);
    ActivationKernels.gradient(form, count, sum, 0, slopes, 0, slopes);
    for (int i = 0; i < count; i++) {
      // Relative to x: what a share of x lets through is known to one or two bits of float32.
      assertThat((double) read(y)[i])
          .as("value at %s", x[i])
          .isCloseTo(value(form, x[i]), within(2e-7 * Math.abs(x[i]) + 1e-12));
      assertThat((double) read(slopes)[i])
          .as("slope at %s", x[i])
          .isCloseTo(slope(form, x[i]), within(4e-7));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldHaveItsLimitsFarOut(Activation form) {
    float[] x = {40, -40, 1e4f, -1e4f, 0x1p30f, -0x1p30f, 1e-40f, -1e-40f, 0, -0f};
    float[] limits = {40, 0, 1e4f, 0, 0x1p30f, 0, 0, 0, 0, 0};
    float[] slopes = {1, 0, 1, 0, 1, 0, 0, 0, 0, 0};
    CpuBuffer sum = matrices.buffer(ElementType.FLOAT32, x);
    CpuBuffer y = matrices.empty(ElementType.FLOAT32, x.length);
    ActivationKernels.forward(form, 1, x.length, sum, 0, null, 0, null, y);
    float[] values = read(y);
    for (int i = 0; i < x.length; i++) {
      assertThat(values[i]).as("value at %s", x[i]).isCloseTo(limits[i], within(1e-19f));
    }
    float[] ones = new float[6];
    Arrays.fill(ones, 1);
    CpuBuffer d = matrices.buffer(ElementType.FLOAT32, ones);
    ActivationKernels.gradient(form, 6, sum, 0, d, 0, d);
    for (int i = 0; i < 6; i++) {
      assertThat(read(d)[i]).as("slope at %s", x[i]).isCloseTo(slopes[i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void shouldKeepWhatIsNotANumber(Activation form, ElementType type) {
    CpuBuffer sum = matrices.buffer(type, 1, Float.NaN, Float.intBitsToFloat(0xffc00000), 2);
    CpuBuffer y = matrices.empty(type, 4);
    ActivationKernels.forward(form, 1, 4, sum, 0, null, 0, null, y);
    assertThat(read(y)[0]).isFinite();
    assertThat(read(y)[1]).isNaN();
    assertThat(read(y)[2]).isNaN();
    assertThat(read(y)[3]).isFinite();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}

package dev.kindling.model.kernels;

import static dev.kindling.model.kernels.Matrices.assertClose;
import static dev.kindling.model.kernels.Matrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Norm and updates of parameters against plain loops in double precision. */
class ParameterKernelsTest {
  private static final int SIZE = 19;
  private static final AdamWUpdate UPDATE =
      new AdamWUpdate(0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);

  private final Kernels kernels = open(2);
  private final Matrices matrices = new Matrices(kernels, Set.of(ElementType.FLOAT32));
  private final Scalars squares = kernels.scalars(2);

  /** The backend under test. */
  String backend() {
    return "cpu";
  }

  /** Starts it. */
  Kernels open(int threads) {
    return Backends.open(backend(), threads);
  }

  @AfterEach
  void close() {
    squares.close();
    matrices.close();
    kernels.close();
  }

  @Test
  void shouldAddTheSquaresOfAllParts() {
    float[] x = matrices.values(5003);
    float[] y = matrices.values(7);
    kernels.squaredNorm(List.of(matrices.buffer(x), matrices.buffer(y)), squares, 1);
    double expected = sumOfSquares(x) + sumOfSquares(y);
    Reading reading = squares.read();
    assertThat(reading.values()[0]).isZero();
    assertThat(reading.values()[1]).isCloseTo(expected, within(1e-5 * expected));
    kernels.squaredNorm(List.of(matrices.buffer(y)), squares, 1);
    assertThat(squares.read().values()[1])
        .isCloseTo(expected + sumOfSquares(y), within(1e-5 * expected));
    squares.clear();
    assertThat(squares.read().values()).containsOnly(0);
    assertThat(reading.values()[1]).isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void shouldUpdateAsAdamW() {
    ParameterState a = state();
    ParameterState b = state();
    double[] expectedA = afterAdamW(a, 0.5);
    double[] expectedB = afterAdamW(b, 0.5);
    kernels.adamW(UPDATE, clippingTo(0.5), List.of(a, b));
    assertClose(a.value(), expectedA, 2e-6);
    assertClose(b.value(), expectedB, 2e-6);
  }

  @Test
  void shouldNotClipWithoutALimitOrBelowIt() {
    for (double limit : new double[] {0, 1.01}) {
      ParameterState state = state();
      double[] expected = afterAdamW(state, 1);
      kernels.adamW(UPDATE, clippingTo(limit), List.of(state));
      assertClose(state.value(), expected, 2e-6);
    }
  }

  @Test
  void shouldUpdateAsLamb() {
    ParameterState state = state();
    float[] before = read(state.value());
    double[] after = afterAdamW(state, 0.5);
    double[] direction = new double[SIZE];
    double weights = 0;
    double directions = 0;
    for (int i = 0; i < SIZE; i++) {
      direction[i] = before[i] - after[i];
      weights += (double) before[i] * before[i];
      directions += direction[i] * direction[i];
    }
    double[] expected = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      expected[i] = before[i] - 0.01 * Math.sqrt(weights / directions) * direction[i];
    }
    ParameterState adam = copy(state);
    kernels.adamW(UPDATE, clippingTo(0.5), List.of(adam));
    kernels.lamb(UPDATE, 0.01, clippingTo(0.5), List.of(state));
    assertClose(state.value(), expected, 1e-5);
    assertThat(read(state.first())).isEqualTo(read(adam.first()));
    assertThat(read(state.second())).isEqualTo(read(adam.second()));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void shouldChangeNothingWhereTheNormIsNotFinite(float bad) {
    ParameterState state = state();
    final float[] value = read(state.value());
    final float[] first = read(state.first());
    final float[] second = read(state.second());
    kernels.squaredNorm(List.of(matrices.buffer(1, bad)), squares, 0);
    Clipping clipping = new Clipping(squares, 0, 1);
    kernels.adamW(UPDATE, clipping, List.of(state));
    kernels.lamb(UPDATE, 0.1, clipping, List.of(state));
    assertThat(read(state.value())).isEqualTo(value);
    assertThat(read(state.first())).isEqualTo(first);
    assertThat(read(state.second())).isEqualTo(second);
  }

  private ParameterState state() {
    float[] second = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      second[i] = 0.1f * (i + 1);
    }
    return new ParameterState(
        matrices.buffer(matrices.values(SIZE)),
        matrices.buffer(matrices.values(SIZE)),
        matrices.buffer(matrices.values(SIZE)),
        matrices.buffer(second));
  }

  private ParameterState copy(ParameterState state) {
    return new ParameterState(
        matrices.buffer(read(state.value())),
        matrices.buffer(read(state.gradient())),
        matrices.buffer(read(state.first())),
        matrices.buffer(read(state.second())));
  }

  /** Clipping of a gradient of norm 1. */
  private Clipping clippingTo(double limit) {
    squares.clear();
    kernels.squaredNorm(List.of(matrices.buffer(1)), squares, 0);
    return new Clipping(squares, 0, limit);
  }

  private static double[] afterAdamW(ParameterState state, double scale) {
    float[] p = read(state.value());
    float[] g = read(state.gradient());
    float[] m = read(state.first());
    float[] v = read(state.second());
    double[] expected = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double gradient = scale * g[i];
      double first = 0.9 * m[i] + 0.1 * gradient;
      double second = 0.98 * v[i] + 0.02 * gradient * gradient;
      expected[i] = p[i] - 0.02 * first / (Math.sqrt(second) * 1.5 + 1e-6) - 0.001 * p[i];
    }
    return expected;
  }

  private static double sumOfSquares(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return sum;
  }
}

package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms and updates of parameters, emulated, against plain loops in double precision. */
class EmulatedParameterKernelsTest extends EmulationFixture {
  private static final int SIZE = 1003;

  private final ParameterKernels kernels = new ParameterKernels(launcher, vectors);
  private final Vector update = vectors.floats(0.5f, 0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);

  @ParameterizedTest
  @ValueSource(ints = {1, 5003, 70_001})
  void shouldSumSquaresInAFixedOrder(int count) {
    Vector x = vectors.shifted(FLOAT32, count, count % 2).write(vectors.values(count));
    double expected = 0;
    for (float v : x.read()) {
      expected += (double) v * v;
    }
    Vector sum = vectors.floats(0, 0);
    kernels.squaredNorm(count, x, sum.address());
    double first = sum.bytes().getDouble(0);
    assertThat(first).isCloseTo(expected, within(1e-7 * expected));
    emulation.seed(99);
    kernels.squaredNorm(count, x, sum.address());
    assertThat(sum.bytes().getDouble(0)).isEqualTo(first);
  }

  @Test
  void shouldGiveTheFactorThatBringsTheNormToTheLimit() {
    assertThat(clipping(0, 9, 16)).isEqualTo(new Clip(5, 1, 1));
    assertThat(clipping(2, 9, 16)).isEqualTo(new Clip(5, 0.4f, 1));
    assertThat(clipping(6, 9, 16)).isEqualTo(new Clip(5, 1, 1));
    assertThat(clipping(1, 9, Double.NaN).finite).isZero();
    assertThat(clipping(1, Double.POSITIVE_INFINITY, 1).finite).isZero();
  }

  private record Clip(double norm, float factor, int finite) {}

  private Clip clipping(float limit, double... sums) {
    Vector squares = vectors.empty(FLOAT32, 2 * sums.length);
    squares.bytes().asDoubleBuffer().put(sums);
    Vector result = vectors.empty(FLOAT32, 4);
    kernels.clipping(sums.length, squares.address(), limit, result.address());
    return new Clip(
        result.bytes().getDouble(0), result.bytes().getFloat(8), result.bytes().getInt(12));
  }

  private long clipping(float factor, int finite) {
    Vector clipping = vectors.floats(0, 0, factor, 0);
    clipping.bytes().putInt(12, finite);
    return clipping.address();
  }

  private Vector squares() {
    float[] v = vectors.values(SIZE);
    for (int i = 0; i < SIZE; i++) {
      v[i] *= v[i];
    }
    return vectors.floats(v);
  }

  @Test
  void shouldUpdateAsAdamWAndCopy() {
    for (long clip : new long[] {0, clipping(0.5f, 1)}) {
      double scale = clip == 0 ? 0.5 : 0.25;
      Vector p = vectors.random(FLOAT32, SIZE);
      Vector g = vectors.random(FLOAT32, SIZE);
      Vector m = vectors.random(FLOAT32, SIZE);
      Vector v = squares();
      Vector copy = vectors.empty(BFLOAT16, SIZE);
      double[] parameters = new double[SIZE];
      double[] firsts = new double[SIZE];
      double[] seconds = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        double gradient = scale * g.read()[i];
        firsts[i] = 0.9 * m.read()[i] + 0.1 * gradient;
        seconds[i] = 0.98 * v.read()[i] + 0.02 * gradient * gradient;
        parameters[i] =
            0.999 * p.read()[i] - 0.02 * firsts[i] / (Math.sqrt(seconds[i]) * 1.5 + 1e-6);
      }
      Vector direction = vectors.floats(g.read());
      Vector otherFirst = vectors.floats(m.read());
      Vector otherSecond = vectors.floats(v.read());
      float[] before = p.read();
      kernels.adamDirection(SIZE, update.address(), clip, p, direction, otherFirst, otherSecond);
      assertThat(p.read()).isEqualTo(before);
      kernels.adamW(SIZE, update.address(), clip, p, g, m, v, copy);
      assertClose(p, parameters, 1e-6);
      assertClose(m, firsts, 1e-6);
      assertClose(v, seconds, 1e-6);
      assertClose(copy, p.read(), 0);
      assertThat(otherFirst.read()).isEqualTo(m.read());
      assertThat(otherSecond.read()).isEqualTo(v.read());
      for (int i = 0; i < SIZE; i++) {
        parameters[i] = (double) before[i] - p.read()[i];
      }
      assertClose(direction, parameters, 1e-6);
    }
  }

  @Test
  void shouldChangeNothingWhereTheNormIsNotFinite() {
    long clip = clipping(1, 0);
    Vector p = vectors.random(FLOAT32, SIZE);
    Vector g = vectors.random(FLOAT32, SIZE);
    Vector m = vectors.random(FLOAT32, SIZE);
    Vector v = squares();
    long one = vectors.longs(Double.doubleToLongBits(1));
    float[][] before = {p.read(), g.read(), m.read(), v.read()};
    kernels.adamW(SIZE, update.address(), clip, p, g, m, v, null);
    kernels.adamDirection(SIZE, update.address(), clip, p, g, m, v);
    kernels.lambStep(SIZE, update.address(), clip, one, one, g, p, null);
    assertThat(new float[][] {p.read(), g.read(), m.read(), v.read()}).isDeepEqualTo(before);
  }

  @Test
  void shouldStepAlongADirectionByTheRatioOfNorms() {
    for (double directionNorm : new double[] {0, 4}) {
      Vector direction = vectors.random(FLOAT32, SIZE);
      Vector p = vectors.random(FLOAT32, SIZE);
      Vector copy = vectors.empty(BFLOAT16, SIZE);
      long rate = vectors.floats(0.1f).address();
      long weights = vectors.longs(Double.doubleToLongBits(36));
      long steps = vectors.longs(Double.doubleToLongBits(directionNorm));
      double[] expected = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        double ratio = directionNorm == 0 ? 1 : 3;
        expected[i] = p.read()[i] - 0.1 * ratio * direction.read()[i];
      }
      kernels.lambStep(SIZE, rate, 0, weights, steps, direction, p, copy);
      assertClose(p, expected, 1e-6);
      assertClose(copy, p.read(), 0);
    }
  }
}

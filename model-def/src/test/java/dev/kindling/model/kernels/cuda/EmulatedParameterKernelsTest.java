package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms and updates of lists of parameters, emulated, against plain loops in double precision. */
class EmulatedParameterKernelsTest extends EmulationFixture {
  // More than a piece, less than a vector, of no multiple of four.
  private static final int[] SIZES = {1003, 3, ParameterTable.PIECE + 2, 64};

  private final ParameterKernels kernels = new ParameterKernels(launcher);
  private final Vector update = vectors.floats(0.5f, 0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);
  private final List<Parameter> parameters = new ArrayList<>();
  private final ParameterTable table = new ParameterTable();
  private long at;

  private record Parameter(
      Vector value, Vector gradient, Vector first, Vector second, Vector copy) {
    int size() {
      return value.size();
    }
  }

  /** Fills the table, all but one of its parameters with a copy, one of them off the alignment. */
  private void makeParameters() {
    for (int size : SIZES) {
      float[] squares = vectors.values(size);
      for (int i = 0; i < size; i++) {
        squares[i] *= squares[i];
      }
      Parameter p =
          new Parameter(
              vectors.shifted(FLOAT32, size, size % 2).write(vectors.values(size)),
              vectors.random(FLOAT32, size),
              vectors.random(FLOAT32, size),
              vectors.floats(squares),
              size == SIZES[1] ? null : vectors.empty(BFLOAT16, size));
      parameters.add(p);
      table.add(size, p.value, p.gradient, p.first, p.second, p.copy);
    }
    at = vectors.longs(table.fields());
  }

  private long clipping(float factor, int finite) {
    Vector clipping = vectors.floats(0, 0, factor, 0);
    clipping.bytes().putInt(12, finite);
    return clipping.address();
  }

  private static double squares(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return sum;
  }

  @Test
  void shouldSumSquaresInAFixedOrder() {
    makeParameters();
    Vector pieces = vectors.empty(FLOAT32, 2 * table.pieces());
    Vector sums = vectors.empty(FLOAT32, 2 * table.parameters());
    for (boolean ofValues : new boolean[] {false, true}) {
      double[] first = new double[SIZES.length];
      for (int seed = 0; seed < 2; seed++) {
        emulation.seed(seed);
        kernels.squaredNorms(table, at, ofValues, pieces.address());
        kernels.addPieces(table, at, pieces.address(), sums.address());
        for (int i = 0; i < SIZES.length; i++) {
          Parameter p = parameters.get(i);
          double sum = sums.bytes().getDouble(8 * i);
          double expected = squares((ofValues ? p.value : p.gradient).read());
          assertThat(sum).isCloseTo(expected, within(1e-7 * expected));
          assertThat(sum).isEqualTo(seed == 0 ? sum : first[i]);
          first[i] = sum;
        }
      }
    }
    Vector total = vectors.floats(0, 0);
    kernels.addSums(table.parameters(), sums.address(), total.address());
    double expected = parameters.stream().mapToDouble(p -> squares(p.value.read())).sum();
    assertThat(total.bytes().getDouble(0)).isCloseTo(expected, within(1e-7 * expected));
  }

  @Test
  void shouldGiveTheFactorThatBringsTheNormToTheLimit() {
    assertThat(clip(0, 25)).isEqualTo(new Clip(5, 1, 1));
    assertThat(clip(2, 25)).isEqualTo(new Clip(5, 0.4f, 1));
    assertThat(clip(6, 25)).isEqualTo(new Clip(5, 1, 1));
    assertThat(clip(1, Double.NaN).finite).isZero();
    assertThat(clip(1, Double.POSITIVE_INFINITY).finite).isZero();
  }

  private record Clip(double norm, float factor, int finite) {}

  private Clip clip(float limit, double squares) {
    long sum = vectors.longs(Double.doubleToLongBits(squares));
    Vector result = vectors.empty(FLOAT32, 4);
    kernels.clipping(sum, limit, result.address());
    return new Clip(
        result.bytes().getDouble(0), result.bytes().getFloat(8), result.bytes().getInt(12));
  }

  @Test
  void shouldUpdateAsAdamWAndCopy() {
    makeParameters();
    List<double[][]> expected = parameters.stream().map(p -> expected(p, 0.25)).toList();
    kernels.adamW(table, at, update.address(), clipping(0.5f, 1));
    for (int i = 0; i < SIZES.length; i++) {
      Parameter p = parameters.get(i);
      assertClose(p.value, expected.get(i)[0], 1e-6);
      assertClose(p.first, expected.get(i)[1], 1e-6);
      assertClose(p.second, expected.get(i)[2], 1e-6);
      if (p.copy != null) {
        assertClose(p.copy, p.value.read(), 0);
      }
    }
  }

  /** Returns value, first and second moment after the update, and what the value loses. */
  private static double[][] expected(Parameter p, double scale) {
    double[][] expected = new double[4][p.size()];
    float[] value = p.value.read();
    float[] gradients = p.gradient.read();
    float[] firsts = p.first.read();
    float[] seconds = p.second.read();
    for (int i = 0; i < value.length; i++) {
      double gradient = scale * gradients[i];
      double first = 0.9 * firsts[i] + 0.1 * gradient;
      double second = 0.98 * seconds[i] + 0.02 * gradient * gradient;
      double loss = 0.02 * first / (Math.sqrt(second) * 1.5 + 1e-6) + 0.001 * value[i];
      expected[0][i] = value[i] - loss;
      expected[1][i] = first;
      expected[2][i] = second;
      expected[3][i] = loss;
    }
    return expected;
  }

  @Test
  void shouldLeaveWhatAdamWSubtractsInTheGradientsPlace() {
    makeParameters();
    List<double[][]> expected = parameters.stream().map(p -> expected(p, 0.5)).toList();
    List<float[]> values = parameters.stream().map(p -> p.value.read()).toList();
    kernels.adamDirection(table, at, update.address(), clipping(1, 1));
    for (int i = 0; i < SIZES.length; i++) {
      Parameter p = parameters.get(i);
      assertThat(p.value.read()).isEqualTo(values.get(i));
      assertClose(p.gradient, expected.get(i)[3], 1e-6);
      assertClose(p.first, expected.get(i)[1], 1e-6);
      assertClose(p.second, expected.get(i)[2], 1e-6);
    }
  }

  @Test
  void shouldChangeNothingWhereTheNormIsNotFinite() {
    makeParameters();
    long clip = clipping(1, 0);
    List<float[][]> before = parameters.stream().map(EmulatedParameterKernelsTest::all).toList();
    kernels.adamW(table, at, update.address(), clip);
    kernels.adamDirection(table, at, update.address(), clip);
    kernels.lambStep(table, at, update.address(), clip, 0, 0);
    for (int i = 0; i < SIZES.length; i++) {
      assertThat(all(parameters.get(i))).isDeepEqualTo(before.get(i));
    }
  }

  private static float[][] all(Parameter p) {
    return new float[][] {p.value.read(), p.gradient.read(), p.first.read(), p.second.read()};
  }

  @Test
  void shouldStepAlongADirectionByTheRatioOfNorms() {
    makeParameters();
    double[] weights = {36, 36, 9, 0};
    double[] directions = {4, 0, 9, 1};
    double[] ratios = {3, 1, 1, 1};
    Vector ofValues = vectors.empty(FLOAT32, 8);
    Vector ofDirections = vectors.empty(FLOAT32, 8);
    ofValues.bytes().asDoubleBuffer().put(weights);
    ofDirections.bytes().asDoubleBuffer().put(directions);
    List<double[]> expected = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      float[] value = parameters.get(i).value.read();
      float[] direction = parameters.get(i).gradient.read();
      double[] stepped = new double[value.length];
      for (int j = 0; j < value.length; j++) {
        stepped[j] = value[j] - 0.1 * ratios[i] * direction[j];
      }
      expected.add(stepped);
    }
    long rate = vectors.floats(0.1f).address();
    kernels.lambStep(table, at, rate, clipping(1, 1), ofValues.address(), ofDirections.address());
    for (int i = 0; i < SIZES.length; i++) {
      Parameter p = parameters.get(i);
      assertClose(p.value, expected.get(i), 1e-6);
      if (p.copy != null) {
        assertClose(p.copy, p.value.read(), 0);
      }
    }
  }
}

package dev.kindling.model.kernels;

import static dev.kindling.model.kernels.Matrices.assertClose;
import static dev.kindling.model.kernels.Matrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Norm and updates of parameters against plain loops in double precision. */
class ParameterKernelsTest {
  private final Kernels kernels = Backends.open("cpu", 2);
  private final Matrices matrices = new Matrices(kernels);

  @AfterEach
  void close() {
    matrices.close();
    kernels.close();
  }

  @Test
  void shouldSumSquaresInDouble() {
    float[] x = matrices.values(5003);
    double expected = 0;
    for (float v : x) {
      expected += (double) v * v;
    }
    assertThat(kernels.squaredNorm(matrices.buffer(x)))
        .isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void shouldUpdateAsAdamW() {
    int size = 19;
    float[] p = matrices.values(size);
    float[] g = matrices.values(size);
    float[] m = matrices.values(size);
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
    Buffer parameters = matrices.buffer(p);
    kernels.adamW(u, parameters, matrices.buffer(g), matrices.buffer(m), matrices.buffer(v));
    assertClose(parameters, expected, 2e-6);
  }

  @Test
  void shouldLeaveWhatAdamWSubtractsInTheGradientsPlace() {
    int size = 19;
    float[] p = matrices.values(size);
    float[] g = matrices.values(size);
    float[] m = matrices.values(size);
    float[] v = new float[size];
    Arrays.fill(v, 0.3f);
    AdamWUpdate u = new AdamWUpdate(0.5f, 0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);
    Buffer updated = matrices.buffer(p);
    Buffer adamFirst = matrices.buffer(m);
    Buffer adamSecond = matrices.buffer(v);
    kernels.adamW(u, updated, matrices.buffer(g), adamFirst, adamSecond);
    double[] expected = new double[size];
    for (int i = 0; i < size; i++) {
      expected[i] = (double) p[i] - read(updated)[i];
    }

    Buffer parameters = matrices.buffer(p);
    Buffer direction = matrices.buffer(g);
    Buffer first = matrices.buffer(m);
    Buffer second = matrices.buffer(v);
    kernels.adamDirection(u, parameters, direction, first, second);

    assertClose(direction, expected, 1e-6);
    assertThat(read(parameters)).isEqualTo(p);
    assertThat(read(first)).isEqualTo(read(adamFirst));
    assertThat(read(second)).isEqualTo(read(adamSecond));
  }

  @Test
  void shouldAddScaled() {
    float[] x = matrices.values(21);
    float[] y = matrices.values(21);
    double[] expected = new double[21];
    for (int i = 0; i < 21; i++) {
      expected[i] = y[i] - 0.75 * x[i];
    }
    Buffer sum = matrices.buffer(y);
    kernels.addScaled(-0.75f, matrices.buffer(x), sum);
    assertClose(sum, expected, 1e-6);
  }
}

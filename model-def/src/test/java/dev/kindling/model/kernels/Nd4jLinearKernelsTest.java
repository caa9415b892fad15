package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linear layers of ND4J beside the cpu backend's, which have tests of their own. */
class Nd4jLinearKernelsTest {
  private static final Dropout DROPOUT = new Dropout(0.3, 99, 7, null);

  /** What an operation makes of buffers filled with the same numbers on every backend. */
  private interface Operation {
    void run(Kernels kernels, Inputs in);
  }

  /** Sizes of a layer and the buffers of one backend. */
  private static final class Inputs implements AutoCloseable {
    final int rows;
    final Buffer x; // (rows, inputs)
    final Buffer values; // (outputs, inputs)
    final Buffer bias; // (outputs)
    final Buffer y; // (rows, outputs)
    final Buffer other; // (rows, outputs)
    final Weight weight;

    Inputs(Kernels kernels, int rows, int outputs, int inputs) {
      this.rows = rows;
      x = filled(kernels, 1, rows * inputs);
      values = filled(kernels, 2, outputs * inputs);
      bias = filled(kernels, 3, outputs);
      y = filled(kernels, 4, rows * outputs);
      other = filled(kernels, 5, rows * outputs);
      weight = kernels.weight(outputs, inputs, values, ElementType.FLOAT32);
      weight.refresh();
    }

    private static Buffer filled(Kernels kernels, long seed, int size) {
      float[] numbers = new float[size];
      Random random = new Random(seed);
      for (int i = 0; i < size; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      Buffer buffer = kernels.allocate(size, ElementType.FLOAT32);
      buffer.write(numbers, 0);
      return buffer;
    }

    float[][] read() {
      return new float[][] {
        Matrices.read(x),
        Matrices.read(values),
        Matrices.read(bias),
        Matrices.read(y),
        Matrices.read(other)
      };
    }

    @Override
    public void close() {
      weight.close();
      for (Buffer buffer : new Buffer[] {x, values, bias, y, other}) {
        buffer.close();
      }
    }
  }

  private static float[][] results(String backend, int threads, int[] shape, Operation operation) {
    try (Kernels kernels = Backends.open(backend, threads);
        Inputs in = new Inputs(kernels, shape[0], shape[1], shape[2])) {
      operation.run(kernels, in);
      return in.read();
    }
  }

  private static void assertSame(int[] shape, Operation operation) {
    float[][] expected = results("cpu", 1, shape, operation);
    float[][] actual = results("nd4j", 1, shape, operation);
    double bound = 2e-6 * Math.sqrt(Math.max(shape[0], Math.max(shape[1], shape[2]))) * 4;
    for (int buffer = 0; buffer < expected.length; buffer++) {
      for (int i = 0; i < expected[buffer].length; i++) {
        assertThat((double) actual[buffer][i])
            .as("buffer %d [%d]", buffer, i)
            .isCloseTo(expected[buffer][i], within(bound));
      }
    }
    assertThat(results("nd4j", 2, shape, operation)).isDeepEqualTo(actual);
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 1", "1, 17, 33", "5, 2, 16", "70, 600, 41", "33, 1, 8"})
  void shouldComputeWhatTheCpuBackendDoesOnAnyNumberOfThreads(int rows, int outputs, int inputs) {
    int[] shape = {rows, outputs, inputs};
    assertSame(shape, (k, in) -> k.linear(in.rows, in.x, in.weight, in.bias, in.y));
    assertSame(shape, (k, in) -> k.linear(in.rows, in.x, in.weight, null, in.y));
    assertSame(
        shape,
        (k, in) ->
            k.linearResidual(in.rows, in.x, in.weight, in.bias, DROPOUT, in.other, in.other));
    for (boolean accumulate : new boolean[] {false, true}) {
      assertSame(
          shape, (k, in) -> k.linearInputGradient(in.rows, in.y, in.weight, accumulate, in.x));
      assertSame(
          shape,
          (k, in) ->
              k.linearParameterGradients(
                  in.rows, outputs, inputs, in.y, in.x, accumulate, in.values, in.bias));
    }
    for (Activation form : Activation.values()) {
      assertSame(
          shape,
          (k, in) -> k.linearActivation(form, in.rows, in.x, in.weight, in.bias, in.y, in.other));
      assertSame(
          shape, (k, in) -> k.linearInputGradient(form, in.rows, in.y, in.weight, in.x, in.x));
    }
  }

  @Test
  void shouldOverwriteWhatIsNoNumber() {
    int[] shape = {3, 4, 5};
    try (Kernels kernels = Backends.open("nd4j", 1);
        Inputs in = new Inputs(kernels, shape[0], shape[1], shape[2])) {
      float[] nothing = new float[in.y.size()];
      Arrays.fill(nothing, Float.NaN);
      in.y.write(nothing, 0);
      kernels.linear(in.rows, in.x, in.weight, in.bias, in.y);
      assertThat(Matrices.read(in.y)).doesNotContain(Float.NaN);
    }
  }
}

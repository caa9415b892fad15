package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Weight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a sublayer and the normalisation behind it, in one kernel or in two. */
class ResidualStepTest {
  private static final int ROWS = 5;
  private static final int WIDTH = 24;

  private final Kernels kernels = CudaUnderTest.emulated(true);
  private final Random random = new Random(3);
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
    kernels.close();
  }

  private Buffer buffer(ElementType type, int size) {
    Buffer buffer = kernels.allocate(size, type);
    closing.push(buffer);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    buffer.write(values, 0);
    return buffer;
  }

  private static float[] read(Buffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    return values;
  }

  /** A reading between the two keeps them apart. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, FLOAT32", "BFLOAT16, FLOAT32", "BFLOAT16, BFLOAT16"})
  void shouldGiveTheSameInOnePassAsInTwo(ElementType product, ElementType residualType) {
    Buffer x = buffer(product, ROWS * WIDTH);
    Buffer values = buffer(ElementType.FLOAT32, WIDTH * WIDTH);
    final Buffer bias = buffer(ElementType.FLOAT32, WIDTH);
    final Buffer residual = buffer(residualType, ROWS * WIDTH);
    Buffer sum = buffer(ElementType.FLOAT32, ROWS * WIDTH);
    final Buffer gain = buffer(ElementType.FLOAT32, WIDTH);
    Buffer y = buffer(product, ROWS * WIDTH);
    Buffer statistics = buffer(ElementType.FLOAT32, 2 * ROWS);
    Weight weight = kernels.weight(WIDTH, WIDTH, values, product);
    closing.push(weight);
    float[][] last = null;
    for (boolean readBetween : new boolean[] {false, true}) {
      Dropout dropout = new Dropout(0.3, 8, 0, null);
      kernels.linearResidual(ROWS, x, weight, bias, dropout, residual, sum);
      float[] between = readBetween ? read(sum) : null;
      kernels.layerNorm(ROWS, WIDTH, sum, gain, bias, 1e-5, y, statistics);
      float[][] results = {read(sum), read(y), read(statistics)};
      if (last != null) {
        assertThat(between).isEqualTo(results[0]);
        assertClose(results[0], last[0], 1e-6);
        assertClose(results[1], last[1], product == ElementType.FLOAT32 ? 1e-5 : 0x1p-7);
        assertClose(results[2], last[2], 1e-5);
      }
      last = results;
    }
  }

  /** Compilers may round products that are added to at once or not. */
  private static void assertClose(float[] actual, float[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      double bound = tolerance * (1 + Math.abs(expected[i]));
      assertThat((double) actual[i]).isCloseTo((double) expected[i], within(bound));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "BFLOAT16"})
  void shouldAlsoAddWhereNothingFollows(ElementType product) {
    Buffer x = buffer(product, ROWS * WIDTH);
    Buffer values = buffer(ElementType.FLOAT32, WIDTH * WIDTH);
    Buffer residual = buffer(ElementType.FLOAT32, ROWS * WIDTH);
    Buffer sum = buffer(ElementType.FLOAT32, ROWS * WIDTH);
    Weight weight = kernels.weight(WIDTH, WIDTH, values, product);
    closing.push(weight);
    float[] before = read(residual);
    kernels.linearResidual(ROWS, x, weight, null, Dropout.NONE, residual, sum);
    kernels.linearResidual(ROWS, x, weight, null, Dropout.NONE, residual, residual);
    assertThat(read(residual)).isEqualTo(read(sum)).isNotEqualTo(before);
  }
}

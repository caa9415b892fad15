package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.RowMatrices.assertClose;
import static dev.kindling.model.kernels.cpu.RowMatrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.ElementType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cross-entropy of rows against plain loops in double precision. */
class CrossEntropyKernelsTest {
  private final RowMatrices matrices = new RowMatrices();

  @AfterEach
  void close() {
    matrices.close();
  }

  private void assertFollowsPlainLoops(ElementType type, int columns, float[] logits) {
    int rows = logits.length / columns;
    CpuBuffer matrix = matrices.buffer(type, logits);
    int[] labels = new int[rows + 1];
    double[] gradient = new double[logits.length];
    double[] expected = new double[rows];
    for (int row = 0; row < rows; row++) {
      int label = (row * 5 + 3) % columns;
      labels[row + 1] = label;
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        highest = Math.max(highest, logits[row * columns + i]);
      }
      double sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += Math.exp(logits[row * columns + i] - highest);
      }
      expected[row] = Math.log(sum) + highest - logits[row * columns + label];
      for (int i = 0; i < columns; i++) {
        double p = Math.exp(logits[row * columns + i] - highest) / sum;
        gradient[row * columns + i] = 0.5 * (p - (i == label ? 1 : 0));
      }
    }
    double[] losses = new double[rows];
    boolean[] correct = new boolean[rows];
    CrossEntropyKernels.rows(0, rows, columns, matrix, labels, 1, 0.5f, losses, correct);
    for (int row = 0; row < rows; row++) {
      assertThat(losses[row]).isCloseTo(expected[row], within(2e-6 + 1e-7 * expected[row]));
      int at = row * columns;
      float highest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        highest = Math.max(highest, logits[at + i]);
      }
      assertThat(correct[row]).isEqualTo(logits[at + labels[row + 1]] == highest);
    }
    assertClose(matrix, gradient, 5e-7);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldFollowPlainLoopsAtAllWidths(ElementType type) {
    for (int columns : RowMatrices.WIDTHS) {
      assertFollowsPlainLoops(type, columns, matrices.values(4 * columns));
    }
    assertFollowsPlainLoops(type, 50_257, matrices.values(2 * 50_257));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldFollowPlainLoopsWhereLogitsAreLarge(ElementType type) {
    float[] logits = matrices.values(6 * 37);
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= i < 37 ? 80 : i < 74 ? 4000 : 1;
    }
    logits[74 + 5] = 1e30f; // nothing else counts
    logits[111 + 6] = -1e30f; // does not count
    logits[148 + 7] = Float.NEGATIVE_INFINITY;
    logits[185 + 8] = 30_000; // nor does the label
    assertFollowsPlainLoops(type, 37, logits);
  }

  @Test
  void shouldGiveTheLossAloneWhereNoGradientIsWanted() {
    float[] logits = matrices.values(3 * 40);
    int[] labels = {4, 5, 6};
    double[] losses = new double[3];
    double[] alone = new double[3];
    boolean[] correct = new boolean[3];
    CpuBuffer matrix = matrices.buffer(ElementType.FLOAT32, logits);
    CrossEntropyKernels.rows(0, 3, 40, matrix, labels, 0, 0, alone, correct);
    matrix = matrices.buffer(ElementType.FLOAT32, logits);
    CrossEntropyKernels.rows(1, 3, 40, matrix, labels, 0, 1, losses, correct);
    CrossEntropyKernels.rows(0, 1, 40, matrix, labels, 0, 1, losses, correct);
    assertThat(alone).isEqualTo(losses);
    assertThat(read(matrix)).isNotEqualTo(logits);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldGiveNoNumberForLogitsThatAreNone(ElementType type) {
    float[] logits = matrices.values(3 * 20);
    logits[7] = Float.NaN;
    logits[20 + 19] = Float.intBitsToFloat(0xffc00000);
    logits[40] = Float.POSITIVE_INFINITY;
    double[] losses = new double[3];
    CpuBuffer matrix = matrices.buffer(type, logits);
    CrossEntropyKernels.rows(0, 3, 20, matrix, new int[3], 0, 1, losses, new boolean[3]);
    assertThat(losses).containsOnly(Double.NaN);
  }
}

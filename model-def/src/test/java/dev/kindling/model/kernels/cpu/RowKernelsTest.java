package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.RowMatrices.assertClose;
import static dev.kindling.model.kernels.cpu.RowMatrices.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts of row-wise kernels against plain loops. */
class RowKernelsTest {
  private static final int ROWS = 3;

  private final RowMatrices matrices = new RowMatrices();

  @AfterEach
  void close() {
    matrices.close();
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldAddABiasOrNone(ElementType type) {
    for (int columns : RowMatrices.WIDTHS) {
      float[] product = matrices.values(ROWS * columns);
      float[] bias = matrices.values(columns);
      CpuBuffer x = matrices.buffer(ElementType.FLOAT32, product);
      CpuBuffer y = matrices.empty(type, product.length);
      double[] expected = new double[product.length];
      for (int i = 0; i < 2 * columns; i++) {
        expected[i] = (double) product[columns + i] + bias[i % columns];
      }
      CpuBuffer b = matrices.buffer(ElementType.FLOAT32, bias);
      RowKernels.bias(2, columns, x, 1, b, 0, y);
      assertClose(y, expected, 3e-7);
      RowKernels.bias(ROWS, columns, x, 0, null, 0, y);
      assertThat(read(y)).isEqualTo(read(matrices.buffer(type, product)));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 0", "FLOAT32, 0.3", "BFLOAT16, 0", "BFLOAT16, 0.3"})
  void shouldAddTheResidualToWhatDropoutLeaves(ElementType type, double rate) {
    Dropout dropout = new Dropout(rate, 3, 11, null);
    for (int columns : RowMatrices.WIDTHS) {
      float[] product = matrices.values(ROWS * columns);
      float[] bias = matrices.values(columns);
      float[] residual = matrices.values((ROWS + 1) * columns);
      CpuBuffer x = matrices.buffer(ElementType.FLOAT32, product);
      CpuBuffer b = matrices.buffer(ElementType.FLOAT32, bias);
      CpuBuffer old = matrices.buffer(type, residual);
      float[] ones = new float[residual.length];
      Arrays.fill(ones, 1);
      CpuBuffer factors = matrices.buffer(ElementType.FLOAT32, ones);
      RowKernels.dropout(0, ROWS + 1, columns, dropout, factors, factors);
      float[] factor = read(factors);
      double[] expected = new double[residual.length];
      for (int i = 0; i < residual.length; i++) {
        double value = i < columns ? 0 : (double) product[i - columns] + bias[i % columns];
        expected[i] = residual[i] + factor[i] * value;
      }
      RowKernels.residual(ROWS, columns, x, 0, b, dropout, old, 1, old);
      assertClose(old, expected, 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldDropPartsOfARowAsTheWhole(ElementType type) {
    int columns = 2100; // more than a segment
    float[] x = matrices.values(2 * columns);
    CpuBuffer whole = matrices.buffer(type, x);
    Dropout dropout = new Dropout(0.5, 9, 4, new int[] {5, 2});
    RowKernels.dropout(0, 2, columns, dropout, whole, whole);
    CpuBuffer rows = matrices.buffer(type, x);
    RowKernels.dropout(1, 2, columns, dropout, rows, rows);
    RowKernels.dropout(0, 1, columns, dropout, rows, rows);
    assertThat(read(rows)).isEqualTo(read(whole));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldSumBandsOfColumns(ElementType type) {
    int rows = 150; // more than are summed by themselves
    for (int columns : RowMatrices.WIDTHS) {
      float[] values = matrices.values((rows + 2) * columns);
      float[] old = matrices.values(columns);
      CpuBuffer x = matrices.buffer(type, values);
      double[] expected = new double[columns];
      int half = columns / 2;
      for (int i = 0; i < columns; i++) {
        expected[i] = i < half ? old[i] : 0;
        for (int row = 2; row < rows + 2; row++) {
          expected[i] += values[row * columns + i];
        }
      }
      CpuBuffer sums = matrices.buffer(ElementType.FLOAT32, old);
      RowKernels.columnSums(2, rows, columns, 0, half, x, true, sums);
      RowKernels.columnSums(2, rows, columns, half, columns, x, false, sums);
      assertClose(sums, expected, 5e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldScatterBandsAsTheWhole(ElementType type) {
    int columns = 100;
    int[] indices = {2, 0, 2, 2, 1};
    CpuBuffer x = matrices.buffer(type, matrices.values(indices.length * columns));
    float[] old = matrices.values(3 * columns);
    CpuBuffer whole = matrices.buffer(ElementType.FLOAT32, old);
    CpuBuffer bands = matrices.buffer(ElementType.FLOAT32, old);
    GatherKernels.scatterAdd(indices.length, columns, 0, columns, indices, x, whole);
    GatherKernels.scatterAdd(indices.length, columns, 37, columns, indices, x, bands);
    GatherKernels.scatterAdd(indices.length, columns, 0, 37, indices, x, bands);
    assertThat(read(bands)).isEqualTo(read(whole)).isNotEqualTo(old);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldApplyTanhFarOutAndKeepWhatIsNotANumber(ElementType type) {
    float[] x = {100, -100, 1e30f, Float.NEGATIVE_INFINITY, 0, Float.NaN, 1, -1};
    CpuBuffer y = matrices.buffer(type, x);
    RowKernels.tanh(0, 6, y);
    assertThat(read(y)).containsExactly(1, -1, 1, -1, 0, Float.NaN, 1, -1);
  }

  @Test
  void shouldNormaliseRowsOfOneValue() {
    int columns = 33;
    float[] x = new float[2 * columns];
    Arrays.fill(x, 0, columns, 7.25f);
    Arrays.fill(x, columns, x.length, -1e-40f);
    float[] bias = matrices.values(columns);
    float[] gain = matrices.values(columns);
    CpuBuffer input = matrices.buffer(ElementType.FLOAT32, x);
    CpuBuffer gains = matrices.buffer(ElementType.FLOAT32, gain);
    CpuBuffer biases = matrices.buffer(ElementType.FLOAT32, bias);
    CpuBuffer y = matrices.empty(ElementType.FLOAT32, x.length);
    CpuBuffer statistics = matrices.empty(ElementType.FLOAT32, 4);
    LayerNormKernels.forward(0, 2, columns, input, gains, biases, 1e-12, y, statistics);
    for (int i = 0; i < columns; i++) {
      assertThat(read(y)[i]).isEqualTo(bias[i]);
      assertThat(read(y)[columns + i]).isCloseTo(bias[i], within(1e-6f));
    }
    CpuBuffer dy = matrices.buffer(ElementType.FLOAT32, matrices.values(x.length));
    CpuBuffer sums = matrices.empty(ElementType.FLOAT32, 2 * columns);
    LayerNormKernels.gradient(0, 2, columns, input, gains, statistics, dy, false, dy, sums, 0);
    for (float value : read(dy)) {
      assertThat(value).isFinite();
    }
  }
}

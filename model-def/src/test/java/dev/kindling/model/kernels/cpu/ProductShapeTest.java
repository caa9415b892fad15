package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductShapeTest {
  private static final int MARGIN = 3; // elements between rows that no product may touch
  private static final int[] EXTENTS = {1, 2, 5, 24};

  private static ProductShape shape(int m, int n, int k, Operand a, Operand b, int stride) {
    ElementType type = ElementType.FLOAT32;
    return new ProductShape(m, n, k, type, type, a, b, stride, false, false);
  }

  /** All of small extents in all orders, with strides: those that are not refused must be right. */
  @Test
  void shouldMultiplyRightlyOrBeRefused() {
    int refused = 0;
    try (PrimitiveRunner runner = new PrimitiveRunner()) {
      for (int m : EXTENTS) {
        for (int n : EXTENTS) {
          for (int k : EXTENTS) {
            for (int orders = 0; orders < 4; orders++) {
              refused += check(runner, m, n, k, (orders & 1) != 0, (orders & 2) != 0);
            }
          }
        }
      }
    }
    // one row of 3 lengths and 4 widths, one column of 3 heights and 4 lengths: 3 of both
    assertThat(refused).isEqualTo(3 * 4 * 2 + 3 * 4 * 4);
  }

  private static int check(
      PrimitiveRunner runner, int m, int n, int k, boolean transposeA, boolean transposeB) {
    int aStride = (transposeA ? m : k) + MARGIN;
    int bStride = (transposeB ? k : n) + MARGIN;
    int cStride = n + MARGIN;
    ProductShape shape;
    try {
      shape =
          shape(
              m,
              n,
              k,
              transposeA ? Operand.transposed(aStride) : Operand.rows(aStride),
              transposeB ? Operand.transposed(bStride) : Operand.rows(bStride),
              cStride);
    } catch (IllegalArgumentException e) {
      return 1;
    }
    try (CpuBuffer a = random((transposeA ? k : m) * aStride);
        CpuBuffer b = random((transposeB ? n : k) * bStride);
        CpuBuffer c = random(m * cStride)) {
      float[] before = read(c);
      float[] x = read(a);
      float[] y = read(b);
      runner.run(Products.of(shape), a.address(0), b.address(0), c.address(0));
      float[] after = read(c);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < cStride; j++) {
          double expected = 0;
          for (int l = 0; l < k && j < n; l++) {
            expected +=
                (double) x[transposeA ? l * aStride + i : i * aStride + l]
                    * y[transposeB ? j * bStride + l : l * bStride + j];
          }
          double error = after[i * cStride + j] - (j < n ? expected : before[i * cStride + j]);
          assertThat(Math.abs(error)).as("%s (%d, %d)", shape, i, j).isLessThan(1e-5);
        }
      }
    }
    return 0;
  }

  private static CpuBuffer random(int size) {
    float[] values = new float[size];
    SplittableRandom random = new SplittableRandom(size);
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    CpuBuffer buffer = CpuBuffer.allocate(size, ElementType.FLOAT32);
    buffer.write(values, 0);
    return buffer;
  }

  private static float[] read(CpuBuffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    return values;
  }

  @Test
  void shouldRefuseAResultOfOneColumnWithAStride() {
    assertThatThrownBy(() -> shape(2, 1, 3, Operand.rows(3), Operand.rows(1), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "oneDNN takes a single row or column for dense, but here it has a stride: result, 4");
  }
}

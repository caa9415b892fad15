package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Buffers for tests of row kernels, with elements after the last that no kernel may touch. */
final class RowMatrices implements AutoCloseable {
  /** Widths that fill no vector, one, and more than one, with and without a rest. */
  static final int[] WIDTHS = {1, 7, 15, 16, 17, 31, 33, 130, 1100};

  private static final double BFLOAT16_ROUNDING = 0x1p-8; // relative: 8 bits of precision
  private static final float UNTOUCHED = 12352f; // bfloat16 holds it
  private static final int SPARE = 40;

  private final List<CpuBuffer> buffers = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(42);

  /** Returns values of about unit size. */
  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() * 5 - 2.5);
    }
    return values;
  }

  /** Returns a buffer of values, which become what the buffer holds of them. */
  CpuBuffer buffer(ElementType type, float... values) {
    float[] all = new float[values.length + SPARE];
    Arrays.fill(all, UNTOUCHED);
    System.arraycopy(values, 0, all, 0, values.length);
    CpuBuffer buffer = CpuBuffer.allocate(all.length, type);
    buffers.add(buffer);
    buffer.write(all, 0);
    buffer.read(values, 0, values.length);
    return buffer;
  }

  CpuBuffer empty(ElementType type, int size) {
    return buffer(type, new float[size]);
  }

  /** Returns the first elements, after a look at those that follow them. */
  static float[] read(CpuBuffer buffer) {
    float[] all = new float[buffer.size()];
    buffer.read(all, 0, all.length);
    for (int i = all.length - SPARE; i < all.length; i++) {
      assertThat(all[i]).as("element after the last").isEqualTo(UNTOUCHED);
    }
    return Arrays.copyOf(all, all.length - SPARE);
  }

  /** A buffer of bfloat16 may be off by its rounding besides. */
  static void assertClose(CpuBuffer actual, double[] expected, double tolerance) {
    double rounding = actual.type() == ElementType.BFLOAT16 ? BFLOAT16_ROUNDING : 0;
    float[] values = read(actual);
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i])
          .as("[%d]", i)
          .isCloseTo(expected[i], within(tolerance + rounding * Math.abs(expected[i])));
    }
  }

  @Override
  public void close() {
    buffers.forEach(CpuBuffer::close);
  }
}

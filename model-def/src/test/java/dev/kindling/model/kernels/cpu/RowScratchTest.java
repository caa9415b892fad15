package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.ElementType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way between buffers and arrays, whose vectors must do what the scalar functions do. */
class RowScratchTest {
  private final RowMatrices matrices = new RowMatrices();
  private final RowScratch scratch = RowScratch.ofThread();

  @AfterEach
  void close() {
    matrices.close();
  }

  @Test
  void shouldWidenEachBfloat16() {
    CpuBuffer all = matrices.empty(ElementType.BFLOAT16, 1 << 16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      all.shorts().put(bits, (short) bits);
    }
    float[] values = scratch.array(0, 1 << 16);
    scratch.read(all, 0, 1 << 16, values);
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(Float.floatToRawIntBits(values[bits])).isEqualTo(bits << 16);
    }
    CpuBuffer copy = matrices.empty(ElementType.BFLOAT16, 1 << 16);
    scratch.write(values, copy, 0, 1 << 16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(copy.shorts().get(bits)).isEqualTo((short) bits);
    }
  }

  @Test
  void shouldRoundAsTheScalarFunction() {
    int count = 100_003;
    SplittableRandom random = new SplittableRandom(7);
    float[] values = scratch.array(0, count);
    for (int i = 0; i < count; i++) {
      int bits = random.nextInt();
      // Some halfway between two bfloat16 numbers, some close to it; NaN is the next test's.
      bits = i % 3 == 0 ? (bits & 0xffff0000) | (0x7fff + i % 2) : bits;
      values[i] =
          Float.intBitsToFloat((bits & 0x7f800000) == 0x7f800000 ? bits ^ 0x40000000 : bits);
    }
    CpuBuffer rounded = matrices.empty(ElementType.BFLOAT16, count);
    scratch.write(values, rounded, 0, count);
    for (int i = 0; i < count; i++) {
      assertThat(rounded.shorts().get(i)).isEqualTo(Bfloat16.round(values[i]));
    }
    RowMatrices.read(rounded); // looks at what follows
  }

  @Test
  void shouldKeepInfinitiesAndWhatIsNotANumber() {
    float[] values = scratch.array(0, 5);
    values[0] = Float.POSITIVE_INFINITY;
    values[1] = Float.NEGATIVE_INFINITY;
    values[2] = Float.NaN;
    values[3] = -Float.MAX_VALUE; // rounds to infinity
    values[4] = values[0] + values[1];
    CpuBuffer buffer = matrices.empty(ElementType.BFLOAT16, 5);
    scratch.write(values, buffer, 0, 5);
    assertThat(RowMatrices.read(buffer))
        .containsExactly(
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            Float.NaN);
  }

  @Test
  void shouldPadTheLastVector() {
    for (int count : RowMatrices.WIDTHS) {
      float[] values = scratch.array(1, count);
      scratch.read(matrices.buffer(ElementType.BFLOAT16, new float[count]), 0, count, values, -7);
      for (int i = 0; i < Lanes.padded(count); i++) {
        assertThat(values[i]).isEqualTo(i < count ? 0 : -7);
      }
    }
  }

  @Test
  void shouldRaiseTwoToAPower() {
    int count = 252_000;
    float[] x = scratch.array(2, count);
    double worst = 0;
    for (int i = 0; i < count; i++) {
      x[i] = (i - 126_000) * 0.001f;
    }
    Exponential.exp2OfMinus(0, count, x);
    for (int i = 0; i < count; i++) {
      double expected = Math.pow(2, -((i - 126_000) * 0.001f));
      worst = Math.max(worst, Math.abs(x[i] - expected) / expected);
    }
    assertThat(worst).isLessThan(1.7e-7);
    x[0] = 127;
    x[1] = 1e30f;
    x[2] = Float.POSITIVE_INFINITY;
    Exponential.exp2OfMinus(0, 3, x);
    assertThat(x).startsWith(0x1p-126f, 0x1p-126f, 0x1p-126f);
  }
}

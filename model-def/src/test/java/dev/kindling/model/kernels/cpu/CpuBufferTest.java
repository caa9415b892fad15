package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.kernels.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuBufferTest {
  private static final float[] EXACT = {0f, -1.5f, 3f, 0.00390625f, -0f, 256f};

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldKeepValuesThatTheTypeHolds(ElementType type) {
    try (CpuBuffer buffer = CpuBuffer.allocate(EXACT.length, type)) {
      assertThat(buffer.address(0) % 64).isZero();
      assertThat(buffer.address(3) - buffer.address(0)).isEqualTo(3L * type.bytes());
      buffer.write(EXACT, 0);
      float[] read = new float[EXACT.length];
      buffer.read(read, 0, read.length);
      assertThat(read).isEqualTo(EXACT);
      buffer.zero(1, 2);
      buffer.slice(1, 3).read(read, 0, 3);
      assertThat(read).startsWith(0f, 0f, EXACT[3], EXACT[3]);
    }
  }

  @Test
  void shouldRoundToNearestEven() {
    float unit = 0x1p-7f; // distance of bfloat16 numbers from 1 on
    float[] values = {
      1 + unit / 2, 1 + 3 * unit / 2, Math.nextUp(1 + unit / 2), -1 - 3 * unit / 2, Float.MAX_VALUE
    };
    float[] rounded = {1, 1 + 2 * unit, 1 + unit, -1 - 2 * unit, Float.POSITIVE_INFINITY};
    try (CpuBuffer buffer = CpuBuffer.allocate(values.length, ElementType.BFLOAT16)) {
      buffer.write(values, 0);
      buffer.read(values, 0, values.length);
      assertThat(values).isEqualTo(rounded);
    }
  }

  @Test
  void shouldKeepWhatIsNotANumber() {
    for (int bits : new int[] {0x7fffffff, 0xffffffff, 0x7f800001, 0x7fc00000}) {
      assertThat(Bfloat16.widen(Bfloat16.round(Float.intBitsToFloat(bits)))).isNaN();
    }
  }

  @Test
  void shouldRefuseSlicesThatDoNotFit() {
    try (CpuBuffer buffer = CpuBuffer.allocate(10, ElementType.BFLOAT16)) {
      assertThatThrownBy(() -> buffer.slice(8, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no 3 elements at 8 of a buffer of 10");
    }
  }

  @Test
  void shouldRefuseSizesThatDoNotFit() {
    assertThatThrownBy(() -> CpuBuffer.allocate(1L << 31, ElementType.BFLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked for 2147483648");
  }
}

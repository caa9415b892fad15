package dev.kindling.model.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeltaCodecTest {

  @Test
  void shouldCarryEveryFloatUnchangedInFp32() {
    float[] values = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -1.5f, Float.NEGATIVE_INFINITY};
    assertThat(roundTrip(DeltaCodec.FP32, values)).containsExactly(values);
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldStayWithinItsErrorInEveryBlock(DeltaCodec codec) {
    Random random = new Random(7);
    float[] values = new float[3 * DeltaCodec.BLOCK + 17];
    for (int i = 0; i < values.length; i++) {
      int block = i / DeltaCodec.BLOCK;
      values[i] = (float) (random.nextGaussian() * Math.pow(10, 9 * block - 20));
    }
    float[] decoded = roundTrip(codec, values);
    for (int i = 0; i < values.length; i++) {
      int start = i / DeltaCodec.BLOCK * DeltaCodec.BLOCK;
      double largest = 0;
      for (int j = start; j < Math.min(values.length, start + DeltaCodec.BLOCK); j++) {
        largest = Math.max(largest, Math.abs(values[j]));
      }
      double bound =
          switch (codec) {
            case FP32 -> 0;
            case FP16 -> Math.abs(values[i]) * 0x1p-11 + largest * 0x1p-39;
            case INT8 -> largest / 254 * (1 + 1e-5);
          };
      assertThat(Math.abs((double) decoded[i] - values[i])).isLessThanOrEqualTo(bound);
    }
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldTakeTheBytesItNames(DeltaCodec codec) {
    float[] values = new float[1000];
    byte[] bytes = new byte[codec.bytes(values.length) + 2];
    codec.encode(values, 0, values.length, bytes, 1);
    assertThat(codec.bytes(1000))
        .isEqualTo(
            switch (codec) {
              case FP32 -> 4000;
              case FP16 -> 2004;
              case INT8 -> 1016;
            });
    assertThat(bytes[bytes.length - 1]).isZero();
    assertThat(codec.bytes(0)).isZero();
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldGiveASliceTheSameBytesAsTheWhole(DeltaCodec codec) {
    float[] values = gaussians(4 * DeltaCodec.BLOCK, 3);
    byte[] whole = new byte[codec.bytes(values.length)];
    codec.encode(values, 0, values.length, whole, 0);
    byte[] pieces = new byte[whole.length];
    int half = 2 * DeltaCodec.BLOCK;
    codec.encode(values, 0, half, pieces, 0);
    codec.encode(values, half, half, pieces, codec.bytes(half));
    assertThat(pieces).isEqualTo(whole);
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldNotHideAValueThatIsNotFinite(DeltaCodec codec) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] values = gaussians(DeltaCodec.BLOCK, 5);
      values[100] = bad;
      assertThat(Float.isFinite(roundTrip(codec, values)[100])).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldCarryTheSmallestAndTheLargestBlocks(DeltaCodec codec) {
    for (float value : new float[] {Float.MIN_VALUE, 190 * Float.MIN_VALUE, Float.MAX_VALUE / 2}) {
      float[] values = new float[DeltaCodec.BLOCK];
      Arrays.fill(values, -value);
      float[] decoded = roundTrip(codec, values);
      assertThat(decoded).as("%s of %s", codec, value).doesNotContain(Float.NEGATIVE_INFINITY);
      assertThat(Math.abs((double) decoded[0] + value))
          .isLessThanOrEqualTo(Math.max(value * 0x1p-7, 191 * Float.MIN_VALUE));
    }
  }

  @Test
  void shouldRoundHalvesToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7C00; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      assertThat(value).isEqualTo((float) exactHalf(bits));
      assertThat(HalfFloat.of(value)).isEqualTo((short) bits);
      assertThat(HalfFloat.of(-value)).isEqualTo((short) (bits | 0x8000));
      float between = (float) ((exactHalf(bits) + exactHalf(bits + 1)) / 2);
      assertThat(HalfFloat.of(between)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(HalfFloat.of(Math.nextUp(between))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloat.of(Math.nextDown(between))).isEqualTo((short) bits);
    }
  }

  /** By the definition; the pattern of infinity stands for 2¹⁶ here. */
  private static double exactHalf(int bits) {
    int exponent = bits >> 10;
    int fraction = bits & 0x3FF;
    return exponent == 0
        ? fraction * 0x1p-24
        : (1024 + fraction) * 0x1p-10 * Math.pow(2, exponent - 15);
  }

  private static float[] gaussians(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] roundTrip(DeltaCodec codec, float[] values) {
    byte[] bytes = new byte[codec.bytes(values.length)];
    codec.encode(values, 0, values.length, bytes, 0);
    float[] decoded = new float[values.length];
    codec.decode(bytes, 0, decoded, 0, values.length);
    return decoded;
  }
}

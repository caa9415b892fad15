package dev.kindling.model.averaging;

/** IEEE 754 binary16, which Java 17 has no conversions for. */
final class HalfFloat {
  private static final int LARGEST_EXPONENT = 15;
  private static final int LEAST_BLOCK_EXPONENT = -120; // keeps the scale a normal float
  private static final int FLOAT_INFINITY = 0x7F800000;
  private static final int HALF_INFINITY = 0x7C00;
  private static final float LARGEST_SUBNORMAL_BOUND = 0x1p-14f;

  private HalfFloat() {}

  /**
   * The power of two to divide a block by so that its largest magnitude is below 2¹⁵, rounding
   * included; 0 for a block that is not finite.
   */
  static int blockExponent(float largest) {
    if (!Float.isFinite(largest)) {
      return 0;
    }
    return Math.max(LEAST_BLOCK_EXPONENT, Math.getExponent(largest) - LARGEST_EXPONENT + 1);
  }

  /** The nearest half, of two equally near ones the even one. */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & Integer.MAX_VALUE;
    if (magnitude >= FLOAT_INFINITY) {
      return (short) (sign | HALF_INFINITY | (magnitude > FLOAT_INFINITY ? 0x200 : 0));
    }
    float absolute = Float.intBitsToFloat(magnitude);
    if (absolute < LARGEST_SUBNORMAL_BOUND) {
      // 0.5 has the last place of a half's subnormals: the sum rounds to it.
      return (short)
          (sign | (Float.floatToRawIntBits(absolute + 0.5f) - Float.floatToRawIntBits(0.5f)));
    }
    int rounded = magnitude + 0xFFF + (magnitude >>> 13 & 1);
    int half = (rounded >>> 13) - ((127 - LARGEST_EXPONENT) << 10);
    return (short) (sign | Math.min(half, HALF_INFINITY));
  }

  /** The value of a half, exactly. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7FFF;
    if (magnitude >= HALF_INFINITY) {
      return Float.intBitsToFloat(sign | FLOAT_INFINITY | (magnitude & 0x3FF) << 13);
    }
    // The half's bits read as a float's are the value times 2⁻¹¹², subnormals included. No branch
    // on
    // the sign: it is a coin toss, which costs more than all the rest.
    return Float.intBitsToFloat(sign | magnitude << 13) * 0x1p112f;
  }
}

package dev.kindling.model.kernels.cpu;

/** The upper half of a float32, as {@link dev.kindling.model.kernels.ElementType#BFLOAT16}. */
final class Bfloat16 {
  static final int SHIFT = 16;
  static final int HALF_MINUS_ONE = 0x7fff;
  private static final short NOT_A_NUMBER = 0x7fc0;

  private Bfloat16() {}

  /** Rounds to nearest, ties to even. */
  static short round(float value) {
    if (Float.isNaN(value)) {
      return NOT_A_NUMBER; // the sum below could carry into the sign
    }
    int bits = Float.floatToRawIntBits(value);
    int odd = bits >>> SHIFT & 1;
    return (short) (bits + HALF_MINUS_ONE + odd >>> SHIFT);
  }

  static float widen(short value) {
    return Float.intBitsToFloat(value << SHIFT);
  }
}

package dev.kindling.model.kernels;

/** How the elements of a buffer are stored. Arithmetic is always in float32 or wider. */
public enum ElementType {
  /** IEEE 754 single precision. */
  FLOAT32(4),
  /** The upper half of a float32: 8 bits of exponent, 8 of precision; rounded to nearest even. */
  BFLOAT16(2);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of an element. */
  public int bytes() {
    return bytes;
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function, from operations that IEEE 754 rounds exactly ({@code lanewise(EXP)}
 * differs between interpreter and compiler).
 */
final class Exponential {
  static final float LOG2_E = (float) 1.4426950408889634;

  /** The largest magnitude of {@link #exp2}'s argument: its result is neither 0 nor infinite. */
  static final FloatVector LIMIT = broadcast(126);

  /** Adding it rounds to an integer that then stands in the low bits: no conversion is needed. */
  private static final FloatVector ROUNDING_MAGIC = broadcast(0x1.8p23f);

  // 2^x on [-1/2, 1/2], the polynomial of degree 5 with the least largest relative error: 9e-8.
  private static final FloatVector C5 = broadcast(0x1.5bba14p-10f);
  private static final FloatVector C4 = broadcast(0x1.3cea88p-7f);
  private static final FloatVector C3 = broadcast(0x1.c6b752p-5f);
  private static final FloatVector C2 = broadcast(0x1.ebf9bcp-3f);
  private static final FloatVector C1 = broadcast(0x1.62e42ap-1f);
  private static final FloatVector ONE = broadcast(1);

  private static final int MANTISSA_BITS = 23;
  private static final IntVector SIGN = IntVector.broadcast(Lanes.INTEGERS, 0x80000000);
  private static final IntVector MAGNITUDE = SIGN.not();
  private static final FloatVector TO_BASE_2 = broadcast(LOG2_E);

  private static final IntVector LIMIT_BITS = LIMIT.reinterpretAsInts();

  private Exponential() {}

  /**
   * Returns e to the power of each lane, as {@link #exp2} of its multiple: lanes below -87.3 give
   * 2^-126, above 87.3 2^126.
   */
  static FloatVector exp(FloatVector x) {
    return exp2(clamp(x.mul(TO_BASE_2), LIMIT));
  }

  /**
   * Returns 2 to the power of each lane, to a relative error of 1.5e-7.
   *
   * @param t at most {@link #LIMIT} in magnitude; anything for lanes that are NaN
   */
  static FloatVector exp2(FloatVector t) {
    FloatVector shifted = t.add(ROUNDING_MAGIC);
    FloatVector r = t.sub(shifted.sub(ROUNDING_MAGIC));
    FloatVector p = C5.fma(r, C4).fma(r, C3).fma(r, C2).fma(r, C1).fma(r, ONE);
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /**
   * Returns 2 to the power of {@code -x}; 2^-126 where it would be smaller.
   *
   * @param x not below -126
   */
  static FloatVector exp2OfMinus(FloatVector x) {
    // As integers, floats above the limit are larger than it, and negative ones smaller.
    IntVector bits = x.reinterpretAsInts().min(LIMIT_BITS);
    return exp2(bits.lanewise(VectorOperators.XOR, SIGN).reinterpretAsFloats());
  }

  /**
   * Returns each lane, its magnitude cut at a limit. Magnitudes compare as integers do, which takes
   * a third of the instructions of a floating-point minimum; a NaN becomes the limit.
   *
   * @param limit positive
   */
  static FloatVector clamp(FloatVector x, FloatVector limit) {
    IntVector bits = x.reinterpretAsInts();
    IntVector magnitude = bits.and(MAGNITUDE).min(limit.reinterpretAsInts());
    return magnitude.or(bits.and(SIGN)).reinterpretAsFloats();
  }
}

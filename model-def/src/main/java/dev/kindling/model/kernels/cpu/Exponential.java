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

  private static final IntVector LIMIT_BITS = LIMIT.reinterpretAsInts();

  private static final Pass EXP2_OF_MINUS =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += Lanes.WIDTH) {
          // As exp2OfMinus of a vector.
          FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, i);
          v = v.reinterpretAsInts().min(LIMIT_BITS).reinterpretAsFloats();
          FloatVector shifted = ROUNDING_MAGIC.sub(v);
          FloatVector r = ROUNDING_MAGIC.sub(shifted).sub(v);
          FloatVector power = C5.fma(r, C4).fma(r, C3).fma(r, C2).fma(r, C1).fma(r, ONE);
          IntVector exponent =
              shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
          power.reinterpretAsInts().add(exponent).reinterpretAsFloats().intoArray(x, i);
        }
      };

  private Exponential() {}

  /**
   * Elements {@code [from, to)} become 2 to the power of {@code -x}; 2^-126 where it would be
   * smaller.
   *
   * @param from a multiple of a vector's width
   * @param x not below -126; what becomes of a NaN is not defined
   */
  static void exp2OfMinus(int from, int to, float[] x) {
    Passes.run(EXP2_OF_MINUS, from, to, x, null, null, 0, 0);
  }

  /**
   * Returns 2 to the power of each lane, to a relative error of 1.7e-7.
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
}

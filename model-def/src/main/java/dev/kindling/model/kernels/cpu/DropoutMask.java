package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Draws which elements of rows drop out: a hash of the row's key and the column, by lanes. */
final class DropoutMask {
  private static final int SIGN_BIT = 31;

  private DropoutMask() {}

  /** Returns the bits of the factor of an element that stays: 1 / (1 - rate). */
  static int keptBits(Dropout dropout) {
    return Float.floatToRawIntBits((float) (1 / (1 - dropout.rate())));
  }

  /** Returns the rate as a threshold for 31 random bits. */
  static int threshold(Dropout dropout) {
    return (int) (dropout.rate() * 0x1p31);
  }

  /**
   * Returns the factor of each lane, 0 or that of {@code keptBits}.
   *
   * @param x the sum of each lane's column and the lower half of its row's key
   * @param high the upper half of each lane's row's key
   */
  static FloatVector factors(IntVector x, IntVector high, int threshold, int keptBits) {
    // The finaliser of Wellons' lowbias32, the second half of the key mixed in on the way.
    IntVector y = xorShift(x, 16).mul(0x7feb352d);
    y = xorShift(y.lanewise(VectorOperators.XOR, high), 15).mul(0x846ca68b);
    y = xorShift(y, 16).lanewise(VectorOperators.LSHR, 1);
    // Negative where the element drops: its sign bit spread out clears the factor.
    IntVector dropped = y.sub(threshold).lanewise(VectorOperators.ASHR, SIGN_BIT);
    return IntVector.broadcast(Lanes.INTEGERS, keptBits)
        .lanewise(VectorOperators.AND_NOT, dropped)
        .reinterpretAsFloats();
  }

  private static IntVector xorShift(IntVector x, int bits) {
    return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, bits));
  }
}

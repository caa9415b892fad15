package dev.kindling.model.kernels.cpu;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.kindling.model.kernels.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Drops elements of a part of a row. Each thread has its own. */
final class DropoutPass implements Pass {
  private static final IntVector COLUMNS = IntVector.zero(Lanes.INTEGERS).addIndex(1);

  private static final int SIGN_BIT = 31;

  private int low;
  private int high;
  private int threshold;
  private int keptBits;

  /**
   * Multiplies elements by their factors.
   *
   * @param row of the matrix
   * @param column of the first element
   */
  void apply(Dropout dropout, int row, int column, int count, float[] x) {
    long key = dropout.rowKey(row);
    low = (int) key + column;
    high = (int) (key >>> 32);
    threshold = DropoutMask.threshold(dropout);
    keptBits = DropoutMask.keptBits(dropout);
    Passes.run(this, count, x, null);
  }

  @Override
  public void run(int from, int to, float[] x, float[] y, float[] z, float p, float q) {
    IntVector highs = IntVector.broadcast(Lanes.INTEGERS, high);
    IntVector lows = COLUMNS.add(low);
    int limit = threshold;
    IntVector kept = IntVector.broadcast(Lanes.INTEGERS, keptBits);
    for (int i = from; i < to; i += Lanes.WIDTH) {
      // As DropoutMask.factors.
      IntVector bits = lows.add(i);
      bits = bits.lanewise(XOR, bits.lanewise(LSHR, 16)).mul(0x7feb352d).lanewise(XOR, highs);
      bits = bits.lanewise(XOR, bits.lanewise(LSHR, 15)).mul(0x846ca68b);
      bits = bits.lanewise(XOR, bits.lanewise(LSHR, 16)).lanewise(LSHR, 1).sub(limit);
      bits = kept.lanewise(AND_NOT, bits.lanewise(ASHR, SIGN_BIT));
      FloatVector values = FloatVector.fromArray(Lanes.SPECIES, x, i);
      bits.reinterpretAsFloats().mul(values).intoArray(x, i);
    }
  }
}

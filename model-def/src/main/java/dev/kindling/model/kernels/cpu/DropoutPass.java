package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Drops elements of a part of a row. Each thread has its own. */
final class DropoutPass implements Pass {
  private static final IntVector COLUMNS = IntVector.zero(Lanes.INTEGERS).addIndex(1);

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
    int kept = keptBits;
    for (int i = from; i < to; i += Lanes.WIDTH) {
      FloatVector factors = DropoutMask.factors(lows.add(i), highs, limit, kept);
      FloatVector.fromArray(Lanes.SPECIES, x, i).mul(factors).intoArray(x, i);
    }
  }
}

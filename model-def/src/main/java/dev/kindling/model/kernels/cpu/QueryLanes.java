package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.load;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What the kernels of score tiles share, which go down the columns with a query in each lane:
 * exponentials, dropout, blind lanes.
 */
final class QueryLanes {
  private static final int SIGN = 0x80000000;
  private static final int SIGN_BIT = 31;
  private static final int BITS_OF_126 = Float.floatToRawIntBits(126);
  private static final IntVector LANE = IntVector.zero(Lanes.INTEGERS).addIndex(1);

  private final int[] lowKeys = new int[ScoreTile.MAX_QUERIES];
  private final int[] highKeys = new int[ScoreTile.MAX_QUERIES];
  private boolean dropping;
  private int threshold;
  private int keptBits;

  /** Sets the queries that the lanes stand for: rows of a matrix, and one head. */
  void prepare(Attention a, Dropout dropout, int head, int firstRow, int count) {
    dropping = dropout.active();
    if (dropping) {
      threshold = DropoutMask.threshold(dropout);
      keptBits = DropoutMask.keptBits(dropout);
      for (int i = 0; i < count; i++) {
        long key = dropout.rowKey((firstRow + i) * a.heads() + head);
        lowKeys[i] = (int) key;
        highKeys[i] = (int) (key >>> 32);
      }
    }
  }

  /** Returns whether probabilities drop out. */
  boolean dropping() {
    return dropping;
  }

  /** Drops elements of a column. */
  void drop(ScoreTile tile, int column, ByteBuffer x) {
    IntVector low = IntVector.fromArray(Lanes.INTEGERS, lowKeys, column).add(tile.firstKey());
    IntVector high = IntVector.fromArray(Lanes.INTEGERS, highKeys, column);
    int rows = tile.seenBySome(column);
    int stride = tile.stride();
    for (int row = 0, at = column; row < rows; row++, at += stride) {
      FloatVector factors = DropoutMask.factors(low.add(row), high, threshold, keptBits);
      Lanes.store(load(x, at).mul(factors), x, at);
    }
  }

  /** Sets what no query of a column sees to zero. */
  static void clearUnseen(ScoreTile tile, int column, ByteBuffer x) {
    int seen = tile.seenBySome(column);
    int rows = tile.paddedKeys();
    int stride = tile.stride();
    for (int row = seen, at = column + seen * stride; row < rows; row++, at += stride) {
      Lanes.store(Lanes.zero(), x, at);
    }
  }

  /** Rounds a column to a buffer of another type and the same layout. */
  static void round(ScoreTile tile, int column, ByteBuffer x, CpuBuffer y) {
    int rows = tile.paddedKeys();
    int stride = tile.stride();
    for (int row = 0, at = column; row < rows; row++, at += stride) {
      Lanes.store(load(x, at), y, at);
    }
  }

  /** Returns all bits of the first {@code count} lanes, fewer than all, and none of the others. */
  static IntVector first(int count) {
    return LANE.sub(count).lanewise(VectorOperators.ASHR, SIGN_BIT);
  }

  /** Sets the first {@code count} lanes, fewer than all, to zero. */
  static FloatVector clearFirst(FloatVector value, int count) {
    return value
        .reinterpretAsInts()
        .lanewise(VectorOperators.AND_NOT, first(count))
        .reinterpretAsFloats();
  }

  /**
   * Returns 2 to the power of {@code -x}; 2^-126 where it would be smaller.
   *
   * @param x not below -126
   */
  static FloatVector exp2OfMinus(FloatVector x) {
    // As integers, floats above the limit are larger than it, and negative ones smaller.
    return Exponential.exp2(
        x.reinterpretAsInts()
            .lanewise(VectorOperators.MIN, BITS_OF_126)
            .lanewise(VectorOperators.XOR, SIGN)
            .reinterpretAsFloats());
  }
}

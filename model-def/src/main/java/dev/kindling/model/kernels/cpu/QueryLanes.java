package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** What the kernels of score tiles share: exponentials and dropout, a query in each lane. */
final class QueryLanes {
  private static final int SIGN = 0x80000000;
  private static final int BITS_OF_126 = Float.floatToRawIntBits(126);

  private static final VectorMask<Float>[] FIRST = firstLanes();

  private final int[] lowKeys = new int[ScoreTile.MAX_QUERIES];
  private final int[] highKeys = new int[ScoreTile.MAX_QUERIES];
  private boolean dropping;
  private int threshold;
  private int keptBits;

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of a generic type
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[Lanes.WIDTH];
    for (int count = 0; count < Lanes.WIDTH; count++) {
      masks[count] = Lanes.SPECIES.indexInRange(0, count);
    }
    return masks;
  }

  /** Replaces the first {@code count} lanes, fewer than all. */
  static FloatVector replaceFirst(FloatVector value, int count, float other) {
    return value.blend(other, FIRST[count]);
  }

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

  boolean dropping() {
    return dropping;
  }

  IntVector lowKeys(int column) {
    return IntVector.fromArray(Lanes.INTEGERS, lowKeys, column);
  }

  IntVector highKeys(int column) {
    return IntVector.fromArray(Lanes.INTEGERS, highKeys, column);
  }

  /** Returns the dropout factors of the probabilities of one key. */
  FloatVector factors(IntVector lowKeys, IntVector highKeys, int key) {
    return DropoutMask.factors(lowKeys.add(key), highKeys, threshold, keptBits);
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

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the kernels of score tiles share, which go down the columns with a query in each lane:
 * exponentials, dropout, blind lanes.
 */
final class QueryLanes {
  /** Adding it rounds to an integer that then stands in the low bits: no conversion is needed. */
  private static final float ROUNDING_MAGIC = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;
  private static final int SIGN_BIT = 31;
  private static final int BITS_OF_126 = Float.floatToRawIntBits(126);
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Lanes.SPECIES.vectorBitSize() / 2));
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

  /** Rounds a column to bfloat16, nearest and ties to even, in a buffer of the same layout. */
  static void round(ScoreTile tile, int column, ByteBuffer x, ByteBuffer y) {
    int rows = tile.paddedKeys();
    int stride = tile.stride();
    for (int row = 0, at = column; row < rows; row++, at += stride) {
      IntVector bits = load(x, at).reinterpretAsInts();
      IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.AND, 1);
      IntVector halves = bits.add(odd).add(0x7fff).lanewise(VectorOperators.LSHR, 16);
      ShortVector rounded = (ShortVector) halves.convertShape(VectorOperators.I2S, HALVES, 0);
      rounded.intoByteBuffer(y, at << 1, ByteOrder.nativeOrder());
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
   * Returns 2 to the power of {@code -x}, with the polynomial of {@link Exponential}; 2^-126 where
   * it would be smaller.
   *
   * @param x not below -126
   */
  static FloatVector exp2OfMinus(FloatVector x) {
    // As integers, floats above the limit are larger than it, and negative ones smaller.
    FloatVector limited =
        x.reinterpretAsInts().lanewise(VectorOperators.MIN, BITS_OF_126).reinterpretAsFloats();
    FloatVector shifted = broadcast(ROUNDING_MAGIC).sub(limited);
    FloatVector r = limited.add(shifted.sub(ROUNDING_MAGIC)); // minus what is left of -x
    // Constants are scalars here: the compiler then keeps them in registers, whereas it loads
    // vectors
    // anew after each access to memory outside the heap. That doubles the speed.
    FloatVector p = r.fma(broadcast(-0x1.5bba14p-10f), broadcast(0x1.3cea88p-7f));
    p = p.fma(r, broadcast(-0x1.c6b752p-5f));
    p = p.fma(r, broadcast(0x1.ebf9bcp-3f));
    p = p.fma(r, broadcast(-0x1.62e42ap-1f));
    p = p.fma(r, broadcast(1f));
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }
}

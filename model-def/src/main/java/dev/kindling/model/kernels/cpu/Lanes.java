package dev.kindling.model.kernels.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads, stores and arithmetic on vectors of float32.
 *
 * <p>Everything here is small: a method that is too big to inline boxes every vector, which costs a
 * factor of ten. All results are defined to the bit: only operations that IEEE 754 rounds exactly
 * are used, and sums of lanes are taken in a fixed order ({@code reduceLanes(ADD)} promises none,
 * {@code lanewise(EXP)} differs between interpreter and compiler).
 */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;

  /** Elements of one vector. */
  static final int WIDTH = SPECIES.length();

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorMask<Float>[] FIRST = firstLanes();

  // exp: Cephes expf, a degree-5 polynomial on [-ln 2 / 2, ln 2 / 2], relative error 2e-7.
  private static final float LOG2_E = (float) 1.4426950408889634;
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = (float) -2.12194440e-4;
  private static final float EXP_MAX = 88f;
  private static final float EXP_MIN = -87f;

  /** Adding it rounds to an integer that then stands in the low bits: no conversion is needed. */
  private static final float ROUNDING_MAGIC = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;

  private Lanes() {}

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of a generic type
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[WIDTH];
    for (int count = 0; count < WIDTH; count++) {
      masks[count] = SPECIES.indexInRange(0, count);
    }
    return masks;
  }

  /** Returns how many of the elements fill whole vectors. */
  static int bound(int count) {
    return count & -WIDTH;
  }

  static FloatVector load(ByteBuffer x, int index) {
    return FloatVector.fromByteBuffer(SPECIES, x, index << 2, ORDER);
  }

  static void store(FloatVector value, ByteBuffer x, int index) {
    value.intoByteBuffer(x, index << 2, ORDER);
  }

  /** Stores the first {@code count} lanes, fewer than a whole vector, and leaves what follows. */
  static void storeFirst(FloatVector value, ByteBuffer x, int index, int count) {
    store(load(x, index).blend(value, FIRST[count]), x, index);
  }

  /** Replaces all lanes but the first {@code count}, fewer than a whole vector. */
  static FloatVector keepFirst(FloatVector value, int count, float other) {
    return FloatVector.broadcast(SPECIES, other).blend(value, FIRST[count]);
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  static FloatVector zero() {
    return FloatVector.zero(SPECIES);
  }

  /**
   * Returns the sum of all lanes, as a tree.
   *
   * @param scratch at least {@link #WIDTH} elements
   */
  static float sum(FloatVector value, float[] scratch) {
    value.intoArray(scratch, 0);
    for (int half = WIDTH / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        scratch[i] += scratch[i + half];
      }
    }
    return scratch[0];
  }

  /** Returns the highest lane. */
  static float max(FloatVector value) {
    return value.reduceLanes(VectorOperators.MAX); // exact, so the order does not matter
  }

  /**
   * Returns e to the power of each lane; lanes below -87 give about 1e-38, above 88 e to the 88.
   */
  static FloatVector exp(FloatVector value) {
    FloatVector x = value.min(EXP_MAX).max(EXP_MIN);
    FloatVector shifted = x.fma(broadcast(LOG2_E), broadcast(ROUNDING_MAGIC));
    FloatVector n = shifted.sub(ROUNDING_MAGIC);
    FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
    return scale(expOfSmall(n.fma(broadcast(-LN2_LOW), r)), shifted);
  }

  private static FloatVector expOfSmall(FloatVector r) {
    FloatVector p = r.fma(broadcast((float) 1.9875691500e-4), broadcast((float) 1.3981999507e-3));
    p = p.fma(r, broadcast((float) 8.3334519073e-3));
    p = p.fma(r, broadcast((float) 4.1665795894e-2));
    p = p.fma(r, broadcast((float) 1.6666665459e-1));
    p = p.fma(r, broadcast((float) 5.0000001201e-1));
    return p.fma(r.mul(r), r).add(1f);
  }

  /** Multiplies by two to the power of the integer in the low bits of {@code exponent}. */
  private static FloatVector scale(FloatVector value, FloatVector exponent) {
    IntVector shift = exponent.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return value.reinterpretAsInts().add(shift).reinterpretAsFloats();
  }
}

package dev.kindling.model.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The upper half of a float32, as {@link dev.kindling.model.kernels.ElementType#BFLOAT16}. */
final class Bfloat16 {
  /** As many elements as a vector of float32 has. */
  static final VectorSpecies<Short> SPECIES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Lanes.SPECIES.vectorBitSize() / 2));

  private static final int SHIFT = 16;
  private static final int HALF_MINUS_ONE = 0x7fff;
  private static final short NOT_A_NUMBER = 0x7fc0;

  private static final IntVector ONES = IntVector.broadcast(Lanes.INTEGERS, 1);
  private static final IntVector HALVES_MINUS_ONE =
      IntVector.broadcast(Lanes.INTEGERS, HALF_MINUS_ONE);

  private Bfloat16() {}

  /** Rounds to nearest, ties to even. */
  static short round(float value) {
    if (Float.isNaN(value)) {
      return NOT_A_NUMBER; // the sum below could carry into the sign
    }
    int bits = Float.floatToRawIntBits(value);
    int odd = bits >>> SHIFT & 1;
    return (short) (bits + HALF_MINUS_ONE + odd >>> SHIFT);
  }

  /**
   * Rounds to nearest, ties to even. Infinities stay, and so does every NaN that arithmetic makes;
   * one with nearly all bits set becomes 0, which a check of every lane would have to prevent.
   */
  static ShortVector round(FloatVector value) {
    IntVector bits = value.reinterpretAsInts();
    IntVector odd = bits.lanewise(VectorOperators.LSHR, SHIFT).and(ONES);
    IntVector halves = bits.add(odd).add(HALVES_MINUS_ONE).lanewise(VectorOperators.LSHR, SHIFT);
    return (ShortVector) halves.convertShape(VectorOperators.I2S, SPECIES, 0);
  }

  /** Rounds elements {@code [at, at + count)}; both arrays have room for a last whole vector. */
  static void round(int count, float[] source, int at, short[] target) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      round(Lanes.load(source, at + i)).intoArray(target, i);
    }
  }

  static float widen(short value) {
    return Float.intBitsToFloat(value << SHIFT);
  }

  static FloatVector widen(ShortVector value) {
    IntVector halves = (IntVector) value.convertShape(VectorOperators.S2I, Lanes.INTEGERS, 0);
    return halves.lanewise(VectorOperators.LSHL, SHIFT).reinterpretAsFloats();
  }

  /** Widens into elements {@code [at, at + count)}; both have room for a last whole vector. */
  static void widen(int count, short[] source, float[] target, int at) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      Lanes.store(widen(ShortVector.fromArray(SPECIES, source, i)), target, at + i);
    }
  }
}

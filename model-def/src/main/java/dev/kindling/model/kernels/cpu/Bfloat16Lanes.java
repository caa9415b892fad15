package dev.kindling.model.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** As {@link Bfloat16}, by vectors. */
final class Bfloat16Lanes {
  /** As many elements as a vector of float32 has. */
  static final VectorSpecies<Short> SPECIES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Lanes.SPECIES.vectorBitSize() / 2));

  private static final IntVector ONES = IntVector.broadcast(Lanes.INTEGERS, 1);
  private static final IntVector HALVES_MINUS_ONE =
      IntVector.broadcast(Lanes.INTEGERS, Bfloat16.HALF_MINUS_ONE);

  private Bfloat16Lanes() {}

  /**
   * Rounds to nearest, ties to even. Infinities stay, and so does every NaN that arithmetic makes;
   * one with nearly all bits set becomes 0, which a check of every lane would have to prevent.
   */
  static ShortVector round(FloatVector value) {
    IntVector bits = value.reinterpretAsInts();
    IntVector odd = bits.lanewise(VectorOperators.LSHR, Bfloat16.SHIFT).and(ONES);
    IntVector halves =
        bits.add(odd).add(HALVES_MINUS_ONE).lanewise(VectorOperators.LSHR, Bfloat16.SHIFT);
    return (ShortVector) halves.convertShape(VectorOperators.I2S, SPECIES, 0);
  }

  static FloatVector widen(ShortVector value) {
    IntVector halves = (IntVector) value.convertShape(VectorOperators.S2I, Lanes.INTEGERS, 0);
    return halves.lanewise(VectorOperators.LSHL, Bfloat16.SHIFT).reinterpretAsFloats();
  }
}

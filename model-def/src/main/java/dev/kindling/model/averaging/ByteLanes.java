package dev.kindling.model.averaging;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of numbers as bytes in steps of a common size, by vectors, the bits of the same in plain
 * Java. Methods are small: big ones box vectors.
 */
final class ByteLanes {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = FLOATS.length();
  private static final int LEAST_BITS = 64; // of any vector

  /** Whether as many bytes as there are floats in a vector make one. */
  static final boolean USABLE = WIDTH * Byte.SIZE >= LEAST_BITS;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(LEAST_BITS, WIDTH * Byte.SIZE)));

  /** Added to a small number it leaves the nearest integer, ties to even, in the last places. */
  private static final float ROUNDS = 0x1.8p23f;

  private static final int ROUNDS_BITS = Float.floatToRawIntBits(ROUNDS);

  private ByteLanes() {}

  /**
   * Writes a block.
   *
   * @param step above 0 and finite
   * @param most steps
   */
  static void encode(float[] values, int from, float step, float most, byte[] bytes, int at) {
    for (int i = 0; i < DeltaCodec.BLOCK; i += WIDTH) {
      FloatVector quotient = FloatVector.fromArray(FLOATS, values, from + i).div(step);
      IntVector whole = quotient.max(-most).min(most).add(ROUNDS).reinterpretAsInts();
      whole
          .sub(ROUNDS_BITS)
          .convertShape(VectorOperators.I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(bytes, at + i);
    }
  }

  /** Reads a block. */
  static void decode(byte[] bytes, int at, float step, float[] values, int from) {
    for (int i = 0; i < DeltaCodec.BLOCK; i += WIDTH) {
      ByteVector whole = ByteVector.fromArray(BYTES, bytes, at + i);
      FloatVector floats = (FloatVector) whole.convertShape(VectorOperators.B2F, FLOATS, 0);
      floats.mul(step).intoArray(values, from + i);
    }
  }
}

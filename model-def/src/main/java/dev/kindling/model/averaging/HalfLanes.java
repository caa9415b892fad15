package dev.kindling.model.averaging;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** As {@link HalfFloat}, by vectors, the same bits. Methods are small: big ones box vectors. */
final class HalfLanes {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;
  private static final int WIDTH = FLOATS.length();
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  private static final int SIGN = 0x8000_0000;
  private static final int FLOAT_INFINITY = 0x7F80_0000;
  private static final int HALF_INFINITY = 0x7C00;
  private static final int FRACTION_BITS_LOST = 13;
  private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);
  private static final int ONE_HALF = Float.floatToRawIntBits(0.5f);
  private static final int EXPONENT_SHIFT = (127 - 15) << 10;

  private HalfLanes() {}

  /** The largest magnitude of a block; not a number if one of its values is none. */
  static float largest(float[] values, int from) {
    IntVector largest = IntVector.zero(INTEGERS);
    for (int i = 0; i < DeltaCodec.BLOCK; i += WIDTH) { // magnitudes order as their bits do
      IntVector bits = FloatVector.fromArray(FLOATS, values, from + i).reinterpretAsInts();
      largest = largest.max(bits.and(Integer.MAX_VALUE));
    }
    return Float.intBitsToFloat(largest.reduceLanes(VectorOperators.MAX));
  }

  /** Writes a block's values times a scale as halves. */
  static void encode(float[] values, int from, float scale, byte[] bytes, int at) {
    for (int i = 0; i < DeltaCodec.BLOCK; i += WIDTH) {
      FloatVector scaled = FloatVector.fromArray(FLOATS, values, from + i).mul(scale);
      halves(scaled).intoByteArray(bytes, at + i * Short.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Reads a block of halves; the values are theirs times a scale. */
  static void decode(byte[] bytes, int at, float scale, float[] values, int from) {
    for (int i = 0; i < DeltaCodec.BLOCK; i += WIDTH) {
      int place = at + i * Short.BYTES;
      ShortVector halves = ShortVector.fromByteArray(SHORTS, bytes, place, ByteOrder.LITTLE_ENDIAN);
      floats(halves).mul(scale).intoArray(values, from + i);
    }
  }

  private static ShortVector halves(FloatVector value) {
    IntVector bits = value.reinterpretAsInts();
    IntVector magnitude = bits.and(Integer.MAX_VALUE);
    IntVector half = normal(magnitude);
    half = half.blend(subnormal(magnitude), magnitude.lt(SMALLEST_NORMAL));
    half = half.blend(unbounded(magnitude), magnitude.lt(FLOAT_INFINITY).not());
    IntVector sign = bits.lanewise(VectorOperators.LSHR, 16).and(0x8000);
    return (ShortVector) half.or(sign).convertShape(VectorOperators.I2S, SHORTS, 0);
  }

  private static IntVector normal(IntVector magnitude) {
    IntVector odd = magnitude.lanewise(VectorOperators.LSHR, FRACTION_BITS_LOST).and(1);
    return magnitude
        .add(0xFFF)
        .add(odd)
        .lanewise(VectorOperators.LSHR, FRACTION_BITS_LOST)
        .sub(EXPONENT_SHIFT)
        .min(HALF_INFINITY);
  }

  private static IntVector subnormal(IntVector magnitude) {
    return magnitude.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(ONE_HALF);
  }

  private static IntVector unbounded(IntVector magnitude) {
    IntVector infinity = IntVector.broadcast(INTEGERS, HALF_INFINITY);
    return infinity.blend(
        HALF_INFINITY | 0x200, magnitude.compare(VectorOperators.GT, FLOAT_INFINITY));
  }

  private static FloatVector floats(ShortVector halves) {
    IntVector bits = (IntVector) halves.convertShape(VectorOperators.S2I, INTEGERS, 0);
    IntVector sign = bits.and(SIGN); // conversion has spread it over the upper half
    IntVector magnitude = bits.and(0x7FFF);
    VectorMask<Integer> unbounded = magnitude.lt(HALF_INFINITY).not();
    IntVector shifted = magnitude.lanewise(VectorOperators.LSHL, FRACTION_BITS_LOST);
    IntVector value = shifted.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
    IntVector other = shifted.and(0x3FF << FRACTION_BITS_LOST).or(FLOAT_INFINITY);
    return value.blend(other, unbounded).or(sign).reinterpretAsFloats();
  }
}

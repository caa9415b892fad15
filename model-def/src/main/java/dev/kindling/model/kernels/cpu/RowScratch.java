package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.S2I;

import dev.kindling.model.kernels.ElementType;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * A thread's arrays of float32, small enough for the cache next to the processor, into which row
 * kernels copy what they read and from which they copy what they write.
 *
 * <p>So the two element types meet in this class alone, and each formula is written once, for whole
 * vectors of an array. That is also the fastest way: every access of a vector to memory outside the
 * heap is a barrier for Java's compiler, while bulk copies run at the speed of the cache.
 */
final class RowScratch {
  /** Elements of a part of a row or of a range, for kernels that need no whole rows. */
  static final int SEGMENT = 1024;

  private static final int ARRAYS = 5;
  private static final ThreadLocal<RowScratch> OF_THREAD = ThreadLocal.withInitial(RowScratch::new);

  private final float[][] arrays = new float[ARRAYS][SEGMENT];
  private final float[] lanes = new float[Lanes.WIDTH];
  private final short[] halves = new short[SEGMENT];

  private final DropoutPass dropout = new DropoutPass();

  /** As {@link Bfloat16Lanes#widen}. */
  private final Pass widen =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          ShortVector half = ShortVector.fromArray(Bfloat16Lanes.SPECIES, halves, i - from);
          IntVector bits = (IntVector) half.convertShape(S2I, Lanes.INTEGERS, 0);
          bits.lanewise(LSHL, Bfloat16.SHIFT).reinterpretAsFloats().intoArray(x, i);
        }
      };

  /** As {@link Bfloat16Lanes#round}. */
  private final Pass round =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          IntVector bits = FloatVector.fromArray(Lanes.SPECIES, x, i).reinterpretAsInts();
          IntVector odd = bits.lanewise(LSHR, Bfloat16.SHIFT).and(1);
          bits = bits.add(odd).add(Bfloat16.HALF_MINUS_ONE).lanewise(LSHR, Bfloat16.SHIFT);
          ShortVector half = (ShortVector) bits.convertShape(I2S, Bfloat16Lanes.SPECIES, 0);
          half.intoArray(halves, i - from);
        }
      };

  private RowScratch() {}

  /** Returns the calling thread's; one kernel uses it at a time. */
  static RowScratch ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Returns an array with room for some elements and the rest of the last vector.
   *
   * @param number from 0 to 4; equal numbers share memory
   */
  float[] array(int number, int count) {
    if (arrays[number].length < Lanes.padded(count)) {
      arrays[number] = new float[Lanes.padded(count)];
    }
    return arrays[number];
  }

  /** Returns an array of one vector's width, for sums of lanes. */
  float[] lanes() {
    return lanes;
  }

  /** Returns the calling thread's pass for dropout. */
  DropoutPass dropout() {
    return dropout;
  }

  /** Copies elements {@code [from, from + count)} of a buffer of either type into an array. */
  void read(CpuBuffer x, int from, int count, float[] target) {
    if (x.type() == ElementType.FLOAT32) {
      x.floats().get(from, target, 0, count);
      return;
    }
    for (int start = 0; start < count; start += SEGMENT) {
      int length = Math.min(SEGMENT, count - start);
      x.shorts().get(from + start, halves, 0, length);
      Passes.run(widen, start, start + length, target, null, null, 0, 0);
    }
  }

  /** Copies columns of a bias; zeros, where there is none. */
  void readBias(CpuBuffer bias, int column, int count, float[] target) {
    if (bias == null) {
      Arrays.fill(target, 0, count, 0f);
    } else {
      read(bias, column, count, target);
    }
  }

  /** As {@link #read}, and fills up the array's last vector. */
  void read(CpuBuffer x, int from, int count, float[] target, float padding) {
    read(x, from, count, target);
    pad(target, count, padding);
  }

  /** Fills up the last vector of an array with {@code count} elements. */
  static void pad(float[] target, int count, float padding) {
    for (int i = count; i < Lanes.padded(count); i++) {
      target[i] = padding;
    }
  }

  /** Copies the first elements of an array to {@code [to, to + count)} of a buffer. */
  void write(float[] source, CpuBuffer y, int to, int count) {
    if (y.type() == ElementType.FLOAT32) {
      y.floats().put(to, source, 0, count);
      return;
    }
    for (int start = 0; start < count; start += SEGMENT) {
      int length = Math.min(SEGMENT, count - start);
      Passes.run(round, start, start + length, source, null, null, 0, 0);
      y.shorts().put(to + start, halves, 0, length);
    }
  }
}

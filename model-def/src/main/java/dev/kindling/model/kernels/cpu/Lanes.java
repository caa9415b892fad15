package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads and stores of vectors of float32, from and to buffers of either type, and sums of lanes.
 *
 * <p>Everything here is small: a method that is too big to inline boxes every vector, which costs a
 * factor of ten. All results are defined to the bit: only operations that IEEE 754 rounds exactly
 * are used, and sums of lanes are taken in a fixed order ({@code reduceLanes(ADD)} promises none).
 *
 * <p>The check of a buffer's type stands inside the kernels' loops, where it costs nothing that can
 * be measured: a processor predicts it, and each formula is written once.
 */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;

  /** Elements of one vector. */
  static final int WIDTH = SPECIES.length();

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorMask<Float>[] FIRST = firstLanes();

  /** Where the last lanes of a row pass through on their way to memory. */
  private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[WIDTH]);

  private Lanes() {}

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of a generic type
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[WIDTH];
    for (int count = 0; count < WIDTH; count++) {
      masks[count] = SPECIES.indexInRange(0, count);
    }
    return masks;
  }

  /** Returns the number of elements of the whole vectors that hold some elements. */
  static int padded(int count) {
    return (count + WIDTH - 1) & -WIDTH;
  }

  /** Loads a whole vector; lanes past the end of a row are whatever follows. */
  static FloatVector load(CpuBuffer x, int index) {
    return x.type() == ElementType.FLOAT32 ? load(x.bytes(), index) : widened(x, index);
  }

  /**
   * Loads a vector for a sum or the like.
   *
   * @param remaining elements from the index on; fewer than a whole vector are followed by {@code
   *     other}
   */
  static FloatVector load(CpuBuffer x, int index, int remaining, float other) {
    FloatVector value = load(x, index);
    return remaining >= WIDTH ? value : keepFirst(value, remaining, other);
  }

  /** Stores a whole vector. */
  static void store(FloatVector value, CpuBuffer x, int index) {
    if (x.type() == ElementType.FLOAT32) {
      store(value, x.bytes(), index);
    } else {
      Bfloat16Lanes.round(value).intoByteBuffer(x.bytes(), index << 1, ORDER);
    }
  }

  /**
   * Stores a vector, or its first lanes.
   *
   * @param remaining elements from the index on; what follows them is not touched, for it may be
   *     another thread's
   */
  static void store(FloatVector value, CpuBuffer x, int index, int remaining) {
    if (remaining >= WIDTH) {
      store(value, x, index);
    } else {
      float[] rest = REST.get();
      value.intoArray(rest, 0);
      store(rest, remaining, x, index);
    }
  }

  private static void store(float[] values, int count, CpuBuffer x, int index) {
    for (int i = 0; i < count; i++) {
      set(x, index + i, values[i]);
    }
  }

  /** Returns one element. */
  static float get(CpuBuffer x, int index) {
    return x.type() == ElementType.FLOAT32
        ? x.bytes().getFloat(index << 2)
        : Bfloat16.widen(x.bytes().getShort(index << 1));
  }

  /** Sets one element. */
  static void set(CpuBuffer x, int index, float value) {
    if (x.type() == ElementType.FLOAT32) {
      x.bytes().putFloat(index << 2, value);
    } else {
      x.bytes().putShort(index << 1, Bfloat16.round(value));
    }
  }

  private static FloatVector widened(CpuBuffer x, int index) {
    return Bfloat16Lanes.widen(
        ShortVector.fromByteBuffer(Bfloat16Lanes.SPECIES, x.bytes(), index << 1, ORDER));
  }

  static FloatVector load(ByteBuffer x, int index) {
    return FloatVector.fromByteBuffer(SPECIES, x, index << 2, ORDER);
  }

  static void store(FloatVector value, ByteBuffer x, int index) {
    value.intoByteBuffer(x, index << 2, ORDER);
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

  /** Returns the sum of all lanes, as a tree. */
  static float sum(FloatVector value) {
    float[] lanes = REST.get();
    value.intoArray(lanes, 0);
    return sum(lanes);
  }

  /** Returns the sum of the elements of an array of one vector's width, as a tree; spoils them. */
  static float sum(float[] lanes) {
    for (int half = WIDTH / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}

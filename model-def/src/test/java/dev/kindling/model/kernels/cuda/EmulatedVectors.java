package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Vectors for emulated kernels, each between fences that must stay as they are. */
final class EmulatedVectors implements ScratchMemory, AutoCloseable {
  private static final int FENCE = 512; // bytes
  private static final byte FENCE_BYTE = (byte) 0xff; // read as an element, NaN
  private static final int ALIGNMENT = 256;

  private final List<Vector> vectors = new ArrayList<>();
  private final Random random = new Random(7);
  private Vector scratch;

  /** A vector, filled with NaN. */
  static final class Vector implements DeviceVector {
    private final BytePointer memory;
    private final ElementType type;
    private final long address;
    private final ByteBuffer all; // with the fences
    private final int bytes;

    private Vector(int bytes, ElementType type, int shift) {
      this.type = type;
      this.bytes = bytes;
      memory = new BytePointer(bytes + 2L * FENCE + 2 * ALIGNMENT);
      long start = memory.address() + FENCE;
      address = (start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + shift;
      long skipped = address - FENCE - memory.address();
      BytePointer view = new BytePointer((Pointer) memory.getPointer(skipped));
      all = view.capacity(bytes + 2L * FENCE).asByteBuffer().order(ByteOrder.nativeOrder());
      for (int i = 0; i < all.capacity(); i++) {
        all.put(i, FENCE_BYTE);
      }
    }

    @Override
    public long address() {
      return address;
    }

    @Override
    public ElementType type() {
      return type;
    }

    ByteBuffer bytes() {
      return all.duplicate().position(FENCE).limit(FENCE + bytes).slice().order(all.order());
    }

    int size() {
      return bytes / type.bytes();
    }

    float[] read() {
      ByteBuffer content = bytes();
      float[] values = new float[size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            type == ElementType.FLOAT32
                ? content.getFloat(4 * i)
                : Float.intBitsToFloat(content.getShort(2 * i) << 16);
      }
      return values;
    }

    /** Writes values, of which bfloat16 keeps the upper half. */
    Vector write(float[] values) {
      ByteBuffer content = bytes();
      for (int i = 0; i < values.length; i++) {
        if (type == ElementType.FLOAT32) {
          content.putFloat(4 * i, values[i]);
        } else {
          content.putShort(2 * i, (short) (Float.floatToRawIntBits(values[i]) >>> 16));
        }
      }
      return this;
    }

    private void checkFences() {
      for (int i = 0; i < FENCE; i++) {
        assertThat(all.get(i)).as("before the vector").isEqualTo(FENCE_BYTE);
        assertThat(all.get(FENCE + bytes + i)).as("behind the vector").isEqualTo(FENCE_BYTE);
      }
    }
  }

  /** Returns a vector of NaN. */
  Vector empty(ElementType type, int size) {
    return keep(new Vector(size * type.bytes(), type, 0));
  }

  /** Returns a vector of NaN that starts {@code elements} off the alignment of all others. */
  Vector shifted(ElementType type, int size, int elements) {
    return keep(new Vector(size * type.bytes(), type, elements * type.bytes()));
  }

  /** Returns a vector of normally distributed values. */
  Vector random(ElementType type, int size) {
    return empty(type, size).write(values(size));
  }

  Vector of(ElementType type, float... values) {
    return empty(type, values.length).write(values);
  }

  Vector floats(float... values) {
    return of(ElementType.FLOAT32, values);
  }

  /** Returns the address of integers. */
  long integers(int... values) {
    Vector vector = empty(ElementType.FLOAT32, values.length);
    vector.bytes().asIntBuffer().put(values);
    return vector.address();
  }

  /** Returns the address of 64-bit integers. */
  long longs(long... values) {
    Vector vector = empty(ElementType.FLOAT32, 2 * values.length);
    vector.bytes().asLongBuffer().put(values);
    return vector.address();
  }

  /** Returns normally distributed values, the same in the same order of calls. */
  float[] values(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  int index(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public long atLeast(long bytes) {
    if (scratch == null || scratch.bytes < bytes) {
      scratch = keep(new Vector(Math.toIntExact(bytes), ElementType.BFLOAT16, 0));
    }
    return scratch.address();
  }

  private Vector keep(Vector vector) {
    vectors.add(vector);
    return vector;
  }

  /** Checks all fences and frees all vectors. */
  @Override
  public void close() {
    try {
      vectors.forEach(Vector::checkFences);
    } finally {
      vectors.forEach(v -> v.memory.close());
    }
  }
}

package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A stretch of a flat ND4J array of float32. */
final class Nd4jBuffer implements Buffer {
  /** Elements that cross between Java's heap and a device at once. */
  private static final int COPIED_AT_ONCE = 1 << 20;

  private final INDArray whole;
  private final int offset;
  private final int size;
  private final boolean owner;

  private Nd4jBuffer(INDArray whole, int offset, int size, boolean owner) {
    this.whole = whole;
    this.offset = offset;
    this.size = size;
    this.owner = owner;
  }

  static Nd4jBuffer allocate(int size) {
    Nd4jLibrary.use();
    return new Nd4jBuffer(Nd4j.create(DataType.FLOAT, Math.max(1, size)), 0, size, true);
  }

  /** Returns a row-major view of the first {@code rows · columns} elements. */
  INDArray matrix(int rows, int columns) {
    return matrix(0, rows, columns);
  }

  /** Returns a row-major view of the elements from {@code from} on. */
  INDArray matrix(int from, int rows, int columns) {
    if (from + (long) rows * columns > size) {
      throw new IllegalArgumentException(
          "no %d x %d elements at %d of a buffer of %d".formatted(rows, columns, from, size));
    }
    return view(from, new long[] {rows, columns}, new long[] {columns, 1});
  }

  /** Returns a view of the elements from {@code from} on; the caller sees to the bounds. */
  INDArray view(int from, long[] shape, long[] strides) {
    Nd4jLibrary.use();
    return Nd4j.create(whole.data(), shape, strides, offset + (long) from, 'c');
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ElementType type() {
    return ElementType.FLOAT32;
  }

  @Override
  public Nd4jBuffer slice(int from, int count) {
    if (from < 0 || count < 0 || from > size - count) {
      throw new IllegalArgumentException(
          "no " + count + " elements at " + from + " of a buffer of " + size);
    }
    return new Nd4jBuffer(whole, offset + from, count, false);
  }

  @Override
  public void write(float[] source, int from) {
    for (int at = 0; at < size; at += COPIED_AT_ONCE) {
      int count = Math.min(COPIED_AT_ONCE, size - at);
      float[] part = new float[count];
      System.arraycopy(source, from + at, part, 0, count);
      try (INDArray copy = Nd4j.createFromArray(part)) {
        matrix(at, 1, count).assign(copy.reshape(1, count));
      }
    }
  }

  @Override
  public void read(float[] target, int to, int count) {
    for (int at = 0; at < count; at += COPIED_AT_ONCE) {
      int part = Math.min(COPIED_AT_ONCE, count - at);
      read(matrix(at, 1, part), target, to + at);
    }
  }

  /** Returns all elements of an array, row-major. */
  static float[] read(INDArray array) {
    float[] values = new float[(int) array.length()];
    read(array, values, 0);
    return values;
  }

  private static void read(INDArray array, float[] target, int to) {
    try (INDArray copy = array.dup('c')) { // of its own: ND4J fetches arrays from a GPU whole
      copy.data().asNioFloat().get(target, to, (int) copy.length());
    }
  }

  @Override
  public void close() {
    if (owner && !whole.wasClosed()) {
      whole.close();
    }
  }
}

package dev.kindling.model.kernels.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for what lives no longer than a kernel, kept and grown: ND4J would leave each result of an
 * operation to the garbage collector. A matrix lasts until the next one of its slot.
 */
final class Scratch implements AutoCloseable {
  private final List<Nd4jBuffer> slots = new ArrayList<>();
  private INDArray ones;

  /** Returns a matrix of any content. */
  INDArray matrix(int slot, int rows, int columns) {
    return buffer(slot, Math.multiplyExact(rows, columns)).matrix(rows, columns);
  }

  private Nd4jBuffer buffer(int slot, int size) {
    while (slots.size() <= slot) {
      slots.add(Nd4jBuffer.allocate(0));
    }
    Nd4jBuffer buffer = slots.get(slot);
    if (buffer.size() < size) {
      buffer.close();
      buffer = Nd4jBuffer.allocate(size);
      slots.set(slot, buffer);
    }
    return buffer;
  }

  /** Returns a matrix of the first values of an array. */
  INDArray filled(int slot, float[] values, int rows, int columns) {
    int size = Math.multiplyExact(rows, columns);
    buffer(slot, size).slice(0, size).write(values, 0);
    return matrix(slot, rows, columns);
  }

  /** Returns a row (1, count) of ones. */
  INDArray ones(int count) {
    if (ones == null || ones.length() < count) {
      if (ones != null) {
        ones.close();
      }
      ones = Nd4j.ones(DataType.FLOAT, count);
    }
    return Nd4j.create(ones.data(), new long[] {1, count}, new long[] {count, 1}, 0, 'c');
  }

  @Override
  public void close() {
    slots.forEach(Nd4jBuffer::close);
    slots.clear();
    if (ones != null) {
      ones.close();
      ones = null;
    }
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of one head, as operand of a product: where they lie in a matrix, or in a copy followed by
 * zeros if there are not enough of them for the product's shape.
 */
final class HeadRows implements AutoCloseable {
  private CpuBuffer copy = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private long address;
  private int stride;

  /**
   * Points to rows of a matrix.
   *
   * @param width of the matrix
   * @param column of the head's first element
   * @param size of the head
   */
  void point(CpuBuffer matrix, int width, int row, int rows, int column, int size) {
    int at = row * width + column;
    if (ScoreTile.padded(rows) == rows) {
      address = matrix.address(at);
      stride = width;
    } else {
      copy(matrix, width, at, rows, size);
      address = copy.address(0);
      stride = size;
    }
  }

  private void copy(CpuBuffer matrix, int width, int from, int rows, int size) {
    int padded = ScoreTile.padded(rows);
    if (copy.size() < padded * size || copy.type() != matrix.type()) {
      copy.close();
      copy = CpuBuffer.allocate(padded * size, matrix.type());
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < size; i += Lanes.WIDTH) {
        // What is stored past the row's end is overwritten by the next one.
        Lanes.store(Lanes.load(matrix, from + row * width + i), copy, row * size + i);
      }
    }
    copy.zero(rows * size, (padded - rows) * size);
  }

  /**
   * Writes a row of float32, multiplied by a factor, to a matrix.
   *
   * @param from index of the row's first element
   * @param to index of the first element in the matrix
   */
  static void write(CpuBuffer rows, int from, int size, float factor, CpuBuffer matrix, int to) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector value = Lanes.load(rows.bytes(), from + i).mul(factor);
      Lanes.store(value, matrix, to + i, size - i);
    }
  }

  /** Returns the address of the first row's first element. */
  long address() {
    return address;
  }

  /** Returns the distance of two rows in elements. */
  int stride() {
    return stride;
  }

  @Override
  public void close() {
    copy.close();
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;

/**
 * Rows of one head that products read: where they lie in a matrix, or, if there are too few for the
 * product's shape, in a copy followed by zeros.
 */
final class HeadRows implements AutoCloseable {
  private CpuBuffer copy = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private int size;
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
    this.size = size;
    int at = row * width + column;
    if (ScoreTile.padded(rows) == rows) {
      address = matrix.address(at);
      stride = width;
    } else {
      copy(matrix, width, at, rows);
      address = copy.address(0);
      stride = size;
    }
  }

  private void copy(CpuBuffer matrix, int width, int from, int rows) {
    int padded = ScoreTile.padded(rows);
    if (copy.size() < padded * size || copy.type() != matrix.type()) {
      copy.close();
      copy = CpuBuffer.allocate((long) padded * size, matrix.type());
    }
    int bytes = matrix.type().bytes();
    for (int row = 0; row < rows; row++) {
      int source = (from + row * width) * bytes;
      copy.bytes().put(row * size * bytes, matrix.bytes(), source, size * bytes);
    }
    copy.zero(rows * size, (padded - rows) * size);
  }

  /** Returns the number of elements of a row. */
  int size() {
    return size;
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

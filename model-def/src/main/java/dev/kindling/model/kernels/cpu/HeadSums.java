package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of one head that products write: the rows of a matrix themselves, or float32 rows from which
 * they are copied at the end.
 */
final class HeadSums implements AutoCloseable {
  private CpuBuffer sums = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer matrix;
  private int width;
  private int at;
  private int rows;
  private int size;
  private boolean direct;

  /**
   * Points to rows of a matrix, to be summed in float32 and copied row by row.
   *
   * @param width of the matrix
   * @param column of the head's first element
   * @param size of the head
   */
  void point(CpuBuffer matrix, int width, int row, int rows, int column, int size) {
    this.matrix = matrix;
    this.width = width;
    this.at = row * width + column;
    this.rows = rows;
    this.size = size;
    direct = false;
    int elements = ScoreTile.padded(rows) * size;
    if (sums.size() < elements) {
      sums.close();
      sums = CpuBuffer.allocate(elements, ElementType.FLOAT32);
    }
  }

  /**
   * The same, but products may write to the matrix if it has room for padding and precision for
   * sums.
   *
   * @param once whether each row is the result of one product
   */
  void pointDirect(
      CpuBuffer matrix, int width, int row, int rows, int column, int size, boolean once) {
    point(matrix, width, row, rows, column, size);
    boolean exact = once || matrix.type() == ElementType.FLOAT32;
    // oneDNN takes no notice of the stride of a result that has one column.
    direct = exact && ScoreTile.padded(rows) == rows && size > 1;
  }

  /** Returns the address of a row's first element. */
  long address(int row) {
    return direct ? matrix.address(at + row * width) : sums.address(row * size);
  }

  /** Returns the distance of two rows in elements. */
  int stride() {
    return direct ? width : size;
  }

  /** Returns how the elements are stored. */
  ElementType type() {
    return direct ? matrix.type() : ElementType.FLOAT32;
  }

  /** Multiplies the sums of a row. */
  void multiply(int row, float factor) {
    write(row, factor, sums, row * size);
  }

  /** Copies the sums of a row, times a factor, to the matrix. */
  void copy(int row, float factor) {
    write(row, factor, matrix, at + row * width);
  }

  private void write(int row, float factor, CpuBuffer to, int start) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector value = Lanes.load(sums.bytes(), row * size + i).mul(factor);
      Lanes.store(value, to, start + i, size - i);
    }
  }

  /** Copies what is not in the matrix yet. */
  void finish() {
    if (!direct) {
      for (int row = 0; row < rows; row++) {
        copy(row, 1);
      }
    }
  }

  @Override
  public void close() {
    sums.close();
  }
}

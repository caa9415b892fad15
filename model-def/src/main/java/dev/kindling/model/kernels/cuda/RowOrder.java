package dev.kindling.model.kernels.cuda;

import java.util.Arrays;

/**
 * The order in which {@link RowKernels#scatterAdd} takes rows: by their index, equal ones as they
 * come. Found on the host, which has the indices anyway and time to spare while the GPU works.
 */
final class RowOrder {
  private int[] ends = new int[0];

  /**
   * Writes the order of rows; takes time in proportion to rows and largest index.
   *
   * @param rows number of indices
   * @param indices of the rows, at least 0
   * @param order receives the rows' numbers
   */
  void fill(int rows, int[] indices, int[] order) {
    int largest = 0;
    for (int row = 0; row < rows; row++) {
      largest = Math.max(largest, indices[row]);
    }
    if (ends.length < largest + 1) {
      ends = new int[largest + 1];
    }
    Arrays.fill(ends, 0, largest + 1, 0);
    for (int row = 0; row < rows; row++) {
      ends[indices[row]]++;
    }
    for (int index = 1; index <= largest; index++) {
      ends[index] += ends[index - 1];
    }
    for (int row = rows - 1; row >= 0; row--) {
      order[--ends[indices[row]]] = row;
    }
  }
}

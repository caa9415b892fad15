package dev.kindling.model.kernels.cpu;

/** Rows by their numbers: the looking up of embeddings and its gradient. */
final class GatherKernels {
  private GatherKernels() {}

  /** Rows r in {@code [from, to)} of y become rows {@code indices[r]} of x; both any. */
  static void gather(int from, int to, int columns, int[] indices, CpuBuffer x, CpuBuffer y) {
    if (x.type() == y.type()) {
      int rowBytes = columns * x.type().bytes();
      for (int row = from; row < to; row++) {
        y.bytes().put(row * rowBytes, x.bytes(), indices[row] * rowBytes, rowBytes);
      }
      return;
    }
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, columns);
    for (int row = from; row < to; row++) {
      scratch.read(x, indices[row] * columns, columns, values);
      scratch.write(values, y, row * columns, columns);
    }
  }

  /** Adds rows {@code indices[r]} of the table to rows r in {@code [from, to)} of y; both any. */
  static void gatherAdd(
      int from, int to, int columns, int[] indices, CpuBuffer table, CpuBuffer y) {
    for (int row = from; row < to; row++) {
      RowKernels.add(columns, table, indices[row] * columns, y, row * columns);
    }
  }

  /**
   * Adds columns {@code [from, to)} of each row r of x to row {@code indices[r]} of the table, in
   * the order of r; both any.
   */
  static void scatterAdd(
      int rows, int columns, int from, int to, int[] indices, CpuBuffer x, CpuBuffer table) {
    for (int row = 0; row < rows; row++) {
      RowKernels.add(to - from, x, row * columns + from, table, indices[row] * columns + from);
    }
  }
}

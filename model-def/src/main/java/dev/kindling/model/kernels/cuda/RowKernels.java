package dev.kindling.model.kernels.cuda;

/** Rows by their numbers. Indices are 32-bit integers in the GPU's memory, by address. */
final class RowKernels {
  /** Rows of one index's sum that one block adds up. */
  static final int PIECE_ROWS = 64;

  private static final CudaProgram PROGRAM = CudaProgram.of("rows.cu");

  private final KernelLauncher launcher;
  private final ScratchMemory scratch;

  RowKernels(KernelLauncher launcher, ScratchMemory scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  /** Row r of y becomes row {@code indices[r]} of x; both any. */
  void gather(int rows, int columns, long indices, DeviceVector x, DeviceVector y) {
    arguments(rows, columns, indices).address(x.address()).address(y.address());
    launcher.launch(PROGRAM, KernelLauncher.name("gather_rows", x, y), Grids.rows(rows));
  }

  /** Adds row {@code indices[r]} of the table to row r of y; both float32. */
  void gatherAdd(int rows, int columns, long indices, DeviceVector table, DeviceVector y) {
    arguments(rows, columns, indices).address(table.address()).address(y.address());
    launcher.launch(PROGRAM, "gather_add_rows", Grids.rows(rows));
  }

  /**
   * Adds row r of x to row {@code indices[r]} of the table, in a fixed order; both any.
   *
   * @param order the rows' numbers in the order of {@link RowOrder}
   */
  void scatterAdd(
      int rows, int columns, long indices, long order, DeviceVector x, DeviceVector table) {
    LaunchGeometry geometry = pieces(rows, columns);
    long partials = scratch.atLeast(2L * Float.BYTES * geometry.gridX() * columns);
    arguments(rows, columns, indices)
        .address(order)
        .address(x.address())
        .address(table.address())
        .address(partials);
    launcher.launch(PROGRAM, KernelLauncher.name("scatter_add_rows", x, table), geometry);
    if (rows > PIECE_ROWS) {
      arguments(rows, columns, indices).address(order).address(partials).address(table.address());
      launcher.launch(PROGRAM, KernelLauncher.name("scatter_add_borders", table), geometry);
    }
  }

  /** Returns blocks of a piece of the ordered rows and some columns each. */
  static LaunchGeometry pieces(int rows, int columns) {
    return new LaunchGeometry(
        Grids.parts(rows, PIECE_ROWS), Grids.parts(columns, Grids.THREADS), 1, Grids.THREADS, 0);
  }

  private KernelArguments arguments(int rows, int columns, long indices) {
    return launcher.arguments().ints(rows).ints(columns).address(indices);
  }
}

package dev.kindling.model.kernels.cuda;

/** Sums over rows, in two stages: groups of rows, then the groups in their order. */
final class SumKernels {
  private static final CudaProgram PROGRAM = CudaProgram.of("sums.cu");
  private static final int MAX_GROUPS = 128;
  private static final int MIN_GROUP_ROWS = 32;

  private final KernelLauncher launcher;
  private final ScratchMemory scratch;

  SumKernels(KernelLauncher launcher, ScratchMemory scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  /**
   * The sum of a matrix's rows, for the gradient of a bias.
   *
   * @param x any (rows, columns), with its own stride
   * @param accumulate whether the sums are added to
   * @param target float32 (columns)
   */
  void columnSums(int rows, int columns, DeviceVector x, boolean accumulate, DeviceVector target) {
    int groupRows = groupRows(rows);
    int groups = Grids.parts(rows, groupRows);
    long partials = scratch.atLeast((long) Float.BYTES * groups * columns);
    launcher
        .arguments()
        .ints(rows)
        .ints(columns)
        .ints(x.stride(columns))
        .ints(groupRows)
        .address(x.address())
        .address(partials);
    launcher.launch(PROGRAM, KernelLauncher.name("column_sums", x), columns(columns, groups));
    sumPartials(groups, columns, partials, accumulate, target, null);
  }

  /**
   * The sums over groups, in their order.
   *
   * @param partials address of float32 (groups, columns), or, if there is a second target, (groups,
   *     2, columns)
   * @param first float32 (columns), as the second, which may be null
   */
  void sumPartials(
      int groups,
      int columns,
      long partials,
      boolean accumulate,
      DeviceVector first,
      DeviceVector second) {
    launcher
        .arguments()
        .ints(groups)
        .ints(columns)
        .address(partials)
        .ints(accumulate ? 1 : 0)
        .address(first.address())
        .address(second == null ? 0 : second.address());
    int targets = second == null ? 1 : 2;
    launcher.launch(
        PROGRAM,
        "sum_partials",
        new LaunchGeometry(Grids.parts(columns, Grids.WARP), targets, 1, Grids.THREADS, 0));
  }

  /** Returns a thread for each column and group of rows. */
  static LaunchGeometry columns(int columns, int groups) {
    return new LaunchGeometry(Grids.parts(columns, Grids.THREADS), groups, 1, Grids.THREADS, 0);
  }

  /** Returns how many rows one thread sums. */
  static int groupRows(int rows) {
    return Math.max(MIN_GROUP_ROWS, Grids.parts(rows, MAX_GROUPS));
  }
}

package dev.kindling.model.kernels.cuda;

/** Layer normalisation, forward and backward; a warp takes a row. */
final class NormKernels {
  private static final CudaProgram PROGRAM = CudaProgram.of("norms.cu");
  private static final int MAX_GROUPS = 512;
  private static final int SHARED_BYTES = 48 << 10; // what every GPU gives without opting in

  private final KernelLauncher launcher;
  private final SumKernels sums;
  private final ScratchMemory scratch;

  NormKernels(KernelLauncher launcher, SumKernels sums, ScratchMemory scratch) {
    this.launcher = launcher;
    this.sums = sums;
    this.scratch = scratch;
  }

  /**
   * {@code y = (x - mean) / sqrt(variance + epsilon) · gain + bias} by rows.
   *
   * @param x float32, as gain, bias and statistics (rows, 2)
   * @param y any
   */
  void layerNorm(
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector gain,
      DeviceVector bias,
      float epsilon,
      DeviceVector y,
      DeviceVector statistics) {
    launcher
        .arguments()
        .ints(rows)
        .ints(columns)
        .address(x.address())
        .address(gain.address())
        .address(bias.address())
        .floats(epsilon)
        .address(y.address())
        .address(statistics.address());
    launcher.launch(PROGRAM, KernelLauncher.name("layer_norm", y), Grids.rows(rows));
  }

  /**
   * {@link ElementKernels#dropoutResidual} and {@link #layerNorm} of its sum in one pass.
   *
   * @param bias of the linear layer, float32 (columns), or null for none
   * @param sum float32 (rows, columns); it may be the residual
   */
  void dropoutResidualNorm(
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector bias,
      DeviceDropout dropout,
      DeviceVector residual,
      DeviceVector sum,
      DeviceVector gain,
      DeviceVector normBias,
      float epsilon,
      DeviceVector y,
      DeviceVector statistics) {
    KernelArguments arguments = launcher.arguments().ints(rows).ints(columns);
    dropout.addTo(arguments);
    arguments
        .address(x.address())
        .address(bias == null ? 0 : bias.address())
        .address(residual.address())
        .address(sum.address())
        .address(gain.address())
        .address(normBias.address())
        .floats(epsilon)
        .address(y.address())
        .address(statistics.address());
    String name = KernelLauncher.name("dropout_residual_norm", x, residual, y);
    launcher.launch(PROGRAM, name, Grids.rows(rows));
  }

  /**
   * Gradient of {@link #layerNorm}: dx is written or added to, dGain and dBias are added to.
   *
   * @param dy any; it may be dx
   * @param dx float32
   */
  void layerNormGradient(
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector gain,
      DeviceVector statistics,
      DeviceVector dy,
      boolean accumulate,
      DeviceVector dx,
      DeviceVector dGain,
      DeviceVector dBias) {
    layerNormGradient(
        "layer_norm_gradient",
        rows,
        columns,
        x,
        gain,
        statistics,
        dy,
        accumulate,
        dx,
        dGain,
        dBias,
        null,
        null);
  }

  /**
   * The same, with dx's elements dropped besides.
   *
   * @param dropped any, receives them
   */
  void layerNormGradientDropout(
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector gain,
      DeviceVector statistics,
      DeviceVector dy,
      boolean accumulate,
      DeviceVector dx,
      DeviceVector dGain,
      DeviceVector dBias,
      DeviceDropout dropout,
      DeviceVector dropped) {
    layerNormGradient(
        "layer_norm_gradient_dropout",
        rows,
        columns,
        x,
        gain,
        statistics,
        dy,
        accumulate,
        dx,
        dGain,
        dBias,
        dropout,
        dropped);
  }

  private void layerNormGradient(
      String kernel,
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector gain,
      DeviceVector statistics,
      DeviceVector dy,
      boolean accumulate,
      DeviceVector dx,
      DeviceVector dGain,
      DeviceVector dBias,
      DeviceDropout dropout,
      DeviceVector dropped) {
    int groupRows = groupRows(rows);
    int groups = Grids.parts(rows, groupRows);
    long partials = scratch.atLeast(2L * Float.BYTES * groups * columns);
    KernelArguments arguments =
        launcher
            .arguments()
            .ints(rows)
            .ints(columns)
            .ints(groupRows)
            .address(x.address())
            .address(gain.address())
            .address(statistics.address())
            .address(dy.address())
            .ints(accumulate ? 1 : 0)
            .address(dx.address())
            .address(partials);
    String name = KernelLauncher.name(kernel, dy);
    if (dropped != null) {
      dropout.addTo(arguments);
      arguments.address(dropped.address());
      name = KernelLauncher.name(kernel, dy, dropped);
    }
    launcher.launch(PROGRAM, name, gradient(rows, columns));
    sums.sumPartials(groups, columns, partials, true, dGain, dBias);
  }

  /** Returns a block for each group of rows, with the sums of each warp in shared memory. */
  static LaunchGeometry gradient(int rows, int columns) {
    int warpBytes = 2 * Float.BYTES * columns;
    int warps = Math.max(1, Math.min(Grids.ROWS, SHARED_BYTES / warpBytes));
    int groups = Grids.parts(rows, groupRows(rows));
    return new LaunchGeometry(groups, 1, 1, warps * Grids.WARP, warps * warpBytes);
  }

  /** Returns how many rows have their parameters' gradients summed by one block. */
  static int groupRows(int rows) {
    return Math.max(Grids.ROWS, Grids.parts(rows, MAX_GROUPS));
  }
}

package dev.kindling.model.kernels.cuda;

/**
 * Norms and updates of parameters. The numbers that decide an update stay in the GPU's memory, so
 * that the host need not wait for them: sums of squares, the clipping factor, LAMB's ratio. Where
 * the gradient's norm is not finite, the updates change nothing.
 */
final class ParameterKernels {
  /** Bytes of a sum of squares, a double. */
  static final int SUM_BYTES = 8;

  /**
   * Bytes of a clipping: the norm as a double, then the factor as a float, then whether the norm is
   * finite, 1 or 0, as an int.
   */
  static final int CLIPPING_BYTES = 16;

  /** Bytes of the numbers of an update: a factor of the gradients, the floats of an AdamWUpdate. */
  static final int UPDATE_BYTES = 7 * Float.BYTES;

  private static final CudaProgram PROGRAM = CudaProgram.of("parameters.cu");
  private static final int NORM_ELEMENTS = 1 << 14; // of a block

  private final KernelLauncher launcher;
  private final ScratchMemory scratch;

  ParameterKernels(KernelLauncher launcher, ScratchMemory scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  /**
   * The sum of the squares of all elements.
   *
   * @param x float32
   * @param sum address of a double, overwritten
   */
  void squaredNorm(long count, DeviceVector x, long sum) {
    LaunchGeometry geometry = norm(count);
    long partials = scratch.atLeast((long) geometry.gridX() * SUM_BYTES);
    launcher.arguments().longs(count).address(x.address()).address(partials);
    launcher.launch(PROGRAM, "squared_norm", geometry);
    addSums(geometry.gridX(), partials, sum);
  }

  /** The sum of so many doubles, in a fixed order; overwrites the double at {@code sum}. */
  void addSums(int count, long sums, long sum) {
    launcher.arguments().ints(count).address(sums).address(sum);
    launcher.launch(PROGRAM, "add_sums", LaunchGeometry.of(1, Grids.THREADS));
  }

  /** Returns a block for each stretch of elements, or of several where there are many. */
  static LaunchGeometry norm(long count) {
    long blocks = Math.min(Grids.MAX_BLOCKS, (count + NORM_ELEMENTS - 1) / NORM_ELEMENTS);
    return LaunchGeometry.of((int) Math.max(1, blocks), Grids.THREADS);
  }

  /**
   * The norm of all gradients and the factor that brings it down to a limit.
   *
   * @param sums address of so many sums of squares, added in their order
   * @param limit largest norm; 0 for none
   * @param clipping address of {@link #CLIPPING_BYTES} bytes, overwritten
   */
  void clipping(int count, long sums, float limit, long clipping) {
    launcher.arguments().ints(count).address(sums).floats(limit).address(clipping);
    launcher.launch(PROGRAM, "clipping", LaunchGeometry.of(1, Grids.WARP));
  }

  /**
   * AdamW's update of parameters and moments, all float32.
   *
   * @param update address of {@link #UPDATE_BYTES} bytes
   * @param clipping address of a clipping, or 0: its factor multiplies that of the update
   * @param copy bfloat16, receives the parameters rounded; or null
   */
  void adamW(
      long count,
      long update,
      long clipping,
      DeviceVector parameters,
      DeviceVector gradients,
      DeviceVector first,
      DeviceVector second,
      DeviceVector copy) {
    launcher
        .arguments()
        .longs(count)
        .address(update)
        .address(clipping)
        .address(parameters.address())
        .address(gradients.address())
        .address(first.address())
        .address(second.address())
        .address(copy == null ? 0 : copy.address());
    launcher.launch(PROGRAM, "adam_w", Grids.elements(count));
  }

  /** As {@link #adamW}, but the gradients become what it would subtract; parameters stay. */
  void adamDirection(
      long count,
      long update,
      long clipping,
      DeviceVector parameters,
      DeviceVector gradients,
      DeviceVector first,
      DeviceVector second) {
    launcher
        .arguments()
        .longs(count)
        .address(update)
        .address(clipping)
        .address(parameters.address())
        .address(gradients.address())
        .address(first.address())
        .address(second.address());
    launcher.launch(PROGRAM, "adam_direction", Grids.elements(count));
  }

  /**
   * The end of LAMB's update: {@code p = p - learningRate · ‖p‖ / ‖direction‖ · direction}, the
   * ratio 1 where either norm is 0.
   *
   * @param learningRate address of a float
   * @param clipping address of a clipping, or 0: read for whether the norm is finite
   * @param parameterSum address of the sum of the squares of p
   * @param directionSum the same of the direction
   * @param copy bfloat16, receives the parameters rounded; or null
   */
  void lambStep(
      long count,
      long learningRate,
      long clipping,
      long parameterSum,
      long directionSum,
      DeviceVector direction,
      DeviceVector parameters,
      DeviceVector copy) {
    launcher
        .arguments()
        .longs(count)
        .address(learningRate)
        .address(clipping)
        .address(parameterSum)
        .address(directionSum)
        .address(direction.address())
        .address(parameters.address())
        .address(copy == null ? 0 : copy.address());
    launcher.launch(PROGRAM, "lamb_step", Grids.elements(count));
  }
}

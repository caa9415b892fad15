package dev.kindling.model.kernels.cuda;

/** Softmax cross-entropy, forward and backward in one kernel; a block takes a row. */
final class LossKernels {
  /** Bytes of the sums: the loss in nats and the number of correct rows, as doubles. */
  static final int SUMS_BYTES = 16;

  private static final CudaProgram PROGRAM = CudaProgram.of("loss.cu");
  private static final int THREADS = 512;

  private final KernelLauncher launcher;
  private final ScratchMemory scratch;

  LossKernels(KernelLauncher launcher, ScratchMemory scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  /**
   * Adds the losses of rows of logits to sums; the logits become the gradient of {@code scale ·
   * loss}, unless the scale is 0.
   *
   * @param logits any (rows, columns), with its own stride
   * @param labels address of each row's column, 32-bit integers
   * @param scale address of a float
   * @param sums address of {@link #SUMS_BYTES} bytes, added to
   */
  void softmaxCrossEntropy(
      int rows, int columns, DeviceVector logits, long labels, long scale, long sums) {
    long losses = scratch.atLeast((long) rows * (Float.BYTES + Integer.BYTES));
    long correct = losses + (long) rows * Float.BYTES;
    launcher
        .arguments()
        .ints(columns)
        .ints(logits.stride(columns))
        .address(logits.address())
        .address(labels)
        .address(scale)
        .address(losses)
        .address(correct);
    String name = KernelLauncher.name("softmax_cross_entropy", logits);
    launcher.launch(PROGRAM, name, LaunchGeometry.of(rows, THREADS));
    launcher.arguments().ints(rows).address(losses).address(correct).address(sums);
    launcher.launch(PROGRAM, "add_losses", LaunchGeometry.of(1, Grids.THREADS));
  }
}

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

  private final KernelLauncher launcher;

  ParameterKernels(KernelLauncher launcher) {
    this.launcher = launcher;
  }

  /**
   * The sums of squares of a table's pieces.
   *
   * @param at address of the table's fields, as in all that follow
   * @param ofValues whether of the values, else of the gradients
   * @param sums address of a double for each piece, overwritten
   */
  void squaredNorms(ParameterTable table, long at, boolean ofValues, long sums) {
    begin(table, at).ints(ofValues ? 1 : 0).address(sums);
    launchPieces("squared_norms", table);
  }

  /**
   * The sum over the pieces of each parameter, in a fixed order.
   *
   * @param pieces address of a double for each piece
   * @param sums address of a double for each parameter, overwritten
   */
  void addPieces(ParameterTable table, long at, long pieces, long sums) {
    launcher.arguments().address(at).address(pieces).address(sums);
    if (table.pieces() > 0) {
      LaunchGeometry geometry = LaunchGeometry.of(table.parameters(), Grids.THREADS);
      launcher.launch(PROGRAM, "add_pieces", geometry);
    }
  }

  /** The sum of so many doubles, in a fixed order; overwrites the double at {@code sum}. */
  void addSums(int count, long sums, long sum) {
    launcher.arguments().ints(count).address(sums).address(sum);
    launcher.launch(PROGRAM, "add_sums", LaunchGeometry.of(1, Grids.THREADS));
  }

  /**
   * The norm of all gradients and the factor that brings it down to a limit.
   *
   * @param squares address of the sum of all squares, a double
   * @param limit largest norm; 0 for none
   * @param clipping address of {@link #CLIPPING_BYTES} bytes, overwritten
   */
  void clipping(long squares, float limit, long clipping) {
    launcher.arguments().address(squares).floats(limit).address(clipping);
    launcher.launch(PROGRAM, "clipping", LaunchGeometry.of(1, 1));
  }

  /**
   * AdamW's update of parameters and moments.
   *
   * @param update address of {@link #UPDATE_BYTES} bytes
   * @param clipping address of a clipping, whose factor multiplies that of the update
   */
  void adamW(ParameterTable table, long at, long update, long clipping) {
    begin(table, at).address(update).address(clipping);
    launchPieces("adam_w", table);
  }

  /** As {@link #adamW}, but the gradients become what it would subtract; parameters stay. */
  void adamDirection(ParameterTable table, long at, long update, long clipping) {
    begin(table, at).address(update).address(clipping);
    launchPieces("adam_direction", table);
  }

  /**
   * The end of LAMB's update: {@code p = p - learningRate · ‖p‖ / ‖direction‖ · direction}, the
   * ratio 1 where either norm is 0.
   *
   * @param learningRate address of a float
   * @param clipping address of a clipping, read for whether the norm is finite
   * @param valueSums address of the sum of squares of each parameter's values
   * @param directionSums the same of what stands in the gradients' place
   */
  void lambStep(
      ParameterTable table,
      long at,
      long learningRate,
      long clipping,
      long valueSums,
      long directionSums) {
    begin(table, at)
        .address(learningRate)
        .address(clipping)
        .address(valueSums)
        .address(directionSums);
    launchPieces("lamb_step", table);
  }

  private KernelArguments begin(ParameterTable table, long at) {
    return launcher.arguments().ints(table.parameters()).address(at);
  }

  private void launchPieces(String name, ParameterTable table) {
    if (table.pieces() > 0) { // none: there is nothing to do
      launcher.launch(PROGRAM, name, LaunchGeometry.of(table.pieces(), Grids.THREADS));
    }
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;

/** The buffers of the way back, shared by all blocks. */
final class Gradients {
  private final RowGradients all; // (R, h)
  private final RowGradients loss; // (S, h)

  /** Of the attention's context (R, h). */
  final Buffer context;

  /** Of queries, keys and values (R, 3h). */
  final Buffer qkv;

  /** Of the context's rows that a loss reads (S, h); shares the memory of {@link #qkv}. */
  final Buffer lossContext;

  Gradients(Workspace workspace) {
    int rows = workspace.rows();
    int lossRows = workspace.lossRows();
    int hidden = workspace.config().hidden();
    Buffer stream = workspace.stream(rows, hidden);
    Buffer lossStream = workspace.stream(lossRows, hidden);
    if (workspace.config().isPreNorm()) {
      Buffer normalized = workspace.product(Math.max(rows, lossRows), hidden);
      all = new RowGradients(stream, normalized);
      loss = new RowGradients(lossStream, normalized);
    } else {
      all = new RowGradients(stream, stream);
      loss = new RowGradients(lossStream, lossStream);
    }
    context = workspace.product(rows, hidden);
    qkv = workspace.product(rows, 3L * hidden);
    lossContext = qkv.slice(0, lossRows * hidden); // S is at most 2R
  }

  /** Of the residual stream, all rows (R, h). */
  RowGradients all() {
    return all;
  }

  /**
   * Of the residual stream behind the last attention, where only rows go on that a loss reads (S,
   * h); the same memory where those are all rows.
   */
  RowGradients atLoss(PackedBatch batch) {
    return batch.selectsRows() ? loss : all;
  }
}

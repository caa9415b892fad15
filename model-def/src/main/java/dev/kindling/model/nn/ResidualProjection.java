package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;

/**
 * The end of a sublayer: projection, dropout, residual, and the normalisation that follows. For
 * BERT it is the sublayer's own; for GPT it is the one before the next sublayer.
 */
final class ResidualProjection {
  private final Kernels kernels;
  private final Linear projection;
  private final LayerNorm norm;
  private final int hidden;
  private final boolean preNorm;
  private final Buffer sum; // (R, h): residual + dropout(projection)
  private final Buffer normalized; // (R, h)
  private final Buffer statistics; // (R, 2)

  ResidualProjection(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Linear projection,
      LayerNorm norm) {
    this.kernels = kernels;
    this.projection = projection;
    this.norm = norm;
    this.hidden = config.hidden();
    this.preNorm = !config.isBert();
    long rows = Math.max(shape.rows(), PackedBatch.maxLossRows(shape));
    this.sum = memory.allocate(rows, hidden);
    this.normalized = memory.allocate(rows, hidden);
    this.statistics = memory.allocate(rows, 2);
  }

  /** What the next sublayer reads. */
  Buffer normalized() {
    return normalized;
  }

  /** What the next residual adds to. */
  Buffer stream() {
    return preNorm ? sum : normalized;
  }

  void forward(int rows, Buffer input, Dropout dropout, Buffer residual) {
    projection.forward(rows, input, sum);
    kernels.addResidual(rows, hidden, sum, projection.bias(), dropout, residual);
    norm.forward(rows, sum, normalized, statistics);
  }

  /** Leaves the residual's gradient in the stream and the input's in dInput. */
  void backward(int rows, Buffer input, Dropout dropout, Gradients g, Buffer dInput) {
    norm.backward(rows, sum, statistics, g.normalized, g.preNorm(), g.stream);
    Buffer dProjected = g.stream;
    if (dropout.active()) {
      dProjected = g.sublayer;
      kernels.dropout(rows, hidden, dropout, g.stream, dProjected);
    }
    projection.biasBackward(rows, dProjected);
    projection.weightBackward(rows, dProjected, input);
    projection.inputBackward(rows, dProjected, false, dInput);
  }
}

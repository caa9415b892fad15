package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;

/**
 * The buffers of the way back, shared by all layers.
 *
 * <p>Each layer's output has two readers: the next sublayer reads it normalised, the residual path
 * reads the stream. Where normalisation comes before the sublayer (GPT) both have a gradient; where
 * it comes after the residual (BERT) the stream is the normalised output and there is one gradient,
 * {@link #normalized}.
 */
final class Gradients {
  private final boolean preNorm;

  /** Of the residual stream (R, h). */
  Buffer stream;

  /** Of the normalised rows (R, h). */
  Buffer normalized;

  /** Of a sublayer's output before dropout (R, h). */
  final Buffer sublayer;

  /** Of the attention's context (R, h). */
  final Buffer context;

  /** Of queries, keys and values (R, 3h). */
  final Buffer qkv;

  /** Of the inside of the feed-forward layer (R, f). */
  final Buffer inner;

  Gradients(Memory memory, TransformerConfig config, BatchShape shape) {
    preNorm = !config.isBert();
    long rows = Math.max(shape.rows(), PackedBatch.maxLossRows(shape));
    stream = memory.allocate(rows, config.hidden());
    normalized = memory.allocate(rows, config.hidden());
    sublayer = memory.allocate(rows, config.hidden());
    context = memory.allocate(rows, config.hidden());
    qkv = memory.allocate(shape.rows(), 3L * config.hidden());
    inner = memory.allocate(rows, config.feedForward());
  }

  /** Whether a normalisation's gradient joins one that the stream already has. */
  boolean preNorm() {
    return preNorm;
  }

  /** Takes the gradient dy of a sublayer's first linear layer back to what that layer reads. */
  void backwardThrough(Linear first, int rows, Buffer dy) {
    first.inputBackward(rows, dy, !preNorm, preNorm ? normalized : stream);
    if (!preNorm) {
      swap();
    }
  }

  /** Exchanges the two buffers. */
  void swap() {
    Buffer other = stream;
    stream = normalized;
    normalized = other;
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;

/**
 * Gradients of one place of the residual stream, which has two readers: the next sublayer reads the
 * normalised rows, the next residual adds to the stream. Where normalisation comes behind the
 * residual (POST) the stream is the normalised rows, and both gradients are one buffer.
 *
 * @param stream (rows, h), float32
 * @param normalized (rows, h)
 */
record RowGradients(Buffer stream, Buffer normalized) {
  /** Returns whether the stream has a gradient beside that of the normalised rows. */
  boolean separate() {
    return stream != normalized;
  }

  /** Takes the gradient dy of a sublayer's first linear layer back to what that layer reads. */
  void backwardThrough(Linear first, int rows, Buffer dy) {
    first.inputGradient(rows, dy, !separate(), normalized);
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Scalars;

/** Predicts a token for each label row: masked tokens or next words. */
interface LabelHead {
  /**
   * Adds the losses of x (rows, h) to sums, and where {@code gradientScale} is not 0 writes the
   * gradient of {@code gradientScale · loss} to dx and adds to the parameters' gradients.
   */
  void loss(int rows, Buffer x, int[] labels, float gradientScale, Scalars sums, Buffer dx);

  /** Copies the logits of x (rows, h) into an array (rows, V). */
  void logits(int rows, Buffer x, float[] target);

  /**
   * Writes the gradient of x to dx and adds to the parameters' gradients; x is what {@link #logits}
   * read last.
   *
   * @param dLogits gradient of the logits, (rows, V)
   */
  void backward(int rows, Buffer x, float[] dLogits, Buffer dx);
}

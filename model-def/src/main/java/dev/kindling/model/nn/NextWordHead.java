package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Scalars;

/** GPT's head: the output layer on the normalised rows. */
final class NextWordHead implements LabelHead {
  private final VocabularyOutput output;

  NextWordHead(VocabularyOutput output) {
    this.output = output;
  }

  @Override
  public void loss(int rows, Buffer x, int[] labels, float gradientScale, Scalars sums, Buffer dx) {
    output.loss(rows, x, labels, gradientScale, sums, dx);
  }

  @Override
  public void backward(int rows, Buffer x, float[] dLogits, Buffer dx) {
    output.backward(rows, x, dLogits, dx);
  }

  @Override
  public void logits(int rows, Buffer x, float[] target) {
    output.logits(rows, x, target);
  }
}

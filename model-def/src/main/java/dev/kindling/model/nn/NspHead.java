package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;

/** BERT's next-sentence head: pooler (dense, tanh) on the first token's row, then two logits. */
final class NspHead {
  private static final int CLASSES = 2;

  private final Kernels kernels;
  private final int hidden;
  private final Linear pooler;
  private final Linear classifier;
  private final Buffer pooled; // (B, h)
  private final Buffer logits; // (B, 2)
  private final Buffer dPooled; // (B, h)

  NspHead(Workspace workspace) {
    kernels = workspace.kernels();
    hidden = workspace.config().hidden();
    pooler = workspace.linear("pooler.dense");
    classifier = workspace.linear("nsp");
    int sequences = workspace.shape().sequences();
    pooled = workspace.product(sequences, hidden);
    logits = workspace.product(sequences, CLASSES);
    dPooled = workspace.product(sequences, hidden);
  }

  /** As {@link LabelHead#loss}, on x (B, h). */
  void loss(int rows, Buffer x, int[] labels, float gradientScale, Scalars sums, Buffer dx) {
    forward(rows, x);
    kernels.softmaxCrossEntropy(
        rows, CLASSES, logits, labels, 0, gradientScale, sums, PendingLosses.NEXT);
    if (gradientScale != 0) {
      backward(rows, x, dx);
    }
  }

  /** As {@link LabelHead#logits}, to an array (B, 2). */
  void logits(int rows, Buffer x, float[] target) {
    forward(rows, x);
    logits.read(target, 0, rows * CLASSES);
  }

  /** As {@link LabelHead#backward}, from a gradient (B, 2). */
  void backward(int rows, Buffer x, float[] dLogits, Buffer dx) {
    logits.slice(0, rows * CLASSES).write(dLogits, 0);
    backward(rows, x, dx);
  }

  private void forward(int rows, Buffer x) {
    pooler.forward(rows, x, pooled);
    kernels.tanh(rows, hidden, pooled);
    classifier.forward(rows, pooled, logits);
  }

  private void backward(int rows, Buffer x, Buffer dx) {
    classifier.parameterGradients(rows, logits, pooled);
    classifier.inputGradient(rows, logits, false, dPooled);
    kernels.tanhGradient(rows, hidden, pooled, dPooled, dPooled);
    pooler.parameterGradients(rows, dPooled, x);
    pooler.inputGradient(rows, dPooled, false, dx);
  }
}

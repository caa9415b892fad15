package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.CrossEntropySums;
import dev.kindling.model.kernels.Kernels;

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

  NspHead(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters) {
    this.kernels = kernels;
    this.hidden = config.hidden();
    this.pooler = new Linear(kernels, parameters, "pooler.dense");
    this.classifier = new Linear(kernels, parameters, "nsp");
    this.pooled = memory.allocate(shape.sequences(), hidden);
    this.logits = memory.allocate(shape.sequences(), CLASSES);
    this.dPooled = memory.allocate(shape.sequences(), hidden);
  }

  /** As {@link LabelHead#loss}, on x (B, h). */
  void loss(
      int rows, Buffer x, int[] labels, float gradientScale, CrossEntropySums sums, Buffer dx) {
    pooler.forward(rows, x, pooled);
    kernels.biasTanh(rows, hidden, pooled, pooler.bias());
    classifier.forward(rows, pooled, logits);
    kernels.softmaxCrossEntropy(
        rows, CLASSES, logits, classifier.bias(), labels, 0, gradientScale, sums);
    if (gradientScale != 0) {
      backward(rows, x, dx);
    }
  }

  private void backward(int rows, Buffer x, Buffer dx) {
    classifier.biasBackward(rows, logits);
    classifier.weightBackward(rows, logits, pooled);
    classifier.inputBackward(rows, logits, false, dPooled);
    kernels.biasTanhBackward(rows, hidden, pooled, dPooled, pooler.biasGradient());
    pooler.weightBackward(rows, dPooled, x);
    pooler.inputBackward(rows, dPooled, false, dx);
  }
}

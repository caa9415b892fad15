package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.CrossEntropySums;
import dev.kindling.model.kernels.Gelu;
import dev.kindling.model.kernels.Kernels;

/** BERT's masked-language-model head: dense, GELU, normalise, output layer. */
final class MlmHead implements LabelHead {
  private final Kernels kernels;
  private final int hidden;
  private final Linear dense;
  private final LayerNorm norm;
  private final VocabularyOutput output;
  private final Buffer projected; // (labels, h): before GELU
  private final Buffer activated; // (labels, h)
  private final Buffer normalized; // (labels, h)
  private final Buffer statistics; // (labels, 2)
  private final Buffer dNormalized; // (labels, h)
  private final Buffer dProjected; // (labels, h)

  MlmHead(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters,
      VocabularyOutput output) {
    this.kernels = kernels;
    this.hidden = config.hidden();
    this.dense = new Linear(kernels, parameters, "mlm.dense");
    this.norm = new LayerNorm(kernels, parameters, "mlm.norm", config.layerNormEpsilon());
    this.output = output;
    this.projected = memory.allocate(shape.maxLabels(), hidden);
    this.activated = memory.allocate(shape.maxLabels(), hidden);
    this.normalized = memory.allocate(shape.maxLabels(), hidden);
    this.statistics = memory.allocate(shape.maxLabels(), 2);
    this.dNormalized = memory.allocate(shape.maxLabels(), hidden);
    this.dProjected = memory.allocate(shape.maxLabels(), hidden);
  }

  @Override
  public void loss(
      int rows, Buffer x, int[] labels, float gradientScale, CrossEntropySums sums, Buffer dx) {
    transform(rows, x);
    output.loss(rows, normalized, labels, gradientScale, sums, dNormalized);
    if (gradientScale != 0) {
      norm.backward(rows, activated, statistics, dNormalized, false, dProjected);
      kernels.biasGeluBackward(Gelu.ERF, rows, hidden, projected, dProjected, dense.biasGradient());
      dense.weightBackward(rows, dProjected, x);
      dense.inputBackward(rows, dProjected, false, dx);
    }
  }

  @Override
  public void logits(int rows, Buffer x, float[] target) {
    transform(rows, x);
    output.logits(rows, normalized, target);
  }

  private void transform(int rows, Buffer x) {
    dense.forward(rows, x, projected);
    kernels.biasGelu(Gelu.ERF, rows, hidden, projected, dense.bias(), activated);
    norm.forward(rows, activated, normalized, statistics);
  }
}

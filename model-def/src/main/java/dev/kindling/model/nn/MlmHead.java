package dev.kindling.model.nn;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;

/** BERT's masked-language-model head: dense, activation, normalise, output layer. */
final class MlmHead implements LabelHead {
  private final Kernels kernels;
  private final int hidden;
  private final Activation activation;
  private final Linear dense;
  private final LayerNorm norm;
  private final VocabularyOutput output;
  private final Buffer sum; // (labels, h): before the activation; on the way back its gradient
  private final Buffer activated; // (labels, h), float32
  private final Buffer normalized; // (labels, h)
  private final Buffer statistics; // (labels, 2)
  private final Buffer gradient; // (labels, h), float32

  MlmHead(Workspace workspace, VocabularyOutput output) {
    this.output = output;
    kernels = workspace.kernels();
    hidden = workspace.config().hidden();
    activation = workspace.config().activation();
    dense = workspace.linear("mlm.dense");
    norm = workspace.norm("mlm.norm");
    int labels = workspace.shape().maxLabels();
    sum = workspace.product(labels, hidden);
    activated = workspace.stream(labels, hidden);
    normalized = workspace.product(labels, hidden);
    statistics = workspace.stream(labels, 2);
    gradient = workspace.stream(labels, hidden);
  }

  @Override
  public void loss(int rows, Buffer x, int[] labels, float gradientScale, Scalars sums, Buffer dx) {
    transform(rows, x);
    output.loss(rows, normalized, labels, gradientScale, sums, gradient);
    if (gradientScale != 0) {
      backward(rows, x, dx);
    }
  }

  @Override
  public void backward(int rows, Buffer x, float[] dLogits, Buffer dx) {
    output.backward(rows, normalized, dLogits, gradient);
    backward(rows, x, dx);
  }

  private void backward(int rows, Buffer x, Buffer dx) {
    norm.backward(rows, activated, statistics, gradient, false, gradient);
    kernels.activationGradient(activation, rows, hidden, sum, gradient, sum);
    dense.parameterGradients(rows, sum, x);
    dense.inputGradient(rows, sum, false, dx);
  }

  @Override
  public void logits(int rows, Buffer x, float[] target) {
    transform(rows, x);
    output.logits(rows, normalized, target);
  }

  private void transform(int rows, Buffer x) {
    dense.forward(activation, rows, x, sum, activated);
    norm.forward(rows, activated, normalized, statistics);
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;

/** A {@link LabelHead} by itself: reads the rows that the batch has labels for. */
final class LabelHeadPart extends NetworkPart {
  private final int hidden;
  private final int vocabularySize;
  private final LabelHead head;
  private final Buffer x; // (labels, h)
  private final Buffer dx; // (labels, h)
  private Batch batch;

  LabelHeadPart(Spec spec, BatchShape shape) {
    super(spec, shape);
    TransformerConfig config = spec.config();
    hidden = config.hidden();
    vocabularySize = config.vocabularySize();
    VocabularyOutput output = new VocabularyOutput(workspace);
    head = config.isBert() ? new MlmHead(workspace, output) : new NextWordHead(output);
    x = workspace.product(shape.maxLabels(), hidden);
    dx = workspace.stream(shape.maxLabels(), hidden);
  }

  @Override
  public float[] forward(Batch next, float[] input, DropoutPlan dropout) {
    batch = next;
    int labels = batch.labelCount();
    float[] logits = new float[Math.multiplyExact(labels, vocabularySize)];
    if (labels > 0) {
      x.slice(0, labels * hidden).write(PartRows.gather(input, batch.labelRows(), hidden), 0);
      head.logits(labels, x, logits);
    }
    return logits;
  }

  @Override
  public float[] backward(float[] gradient) {
    int labels = batch.labelCount();
    float[] some = new float[labels * hidden];
    if (labels > 0) {
      head.backward(labels, x, gradient, dx);
      dx.read(some, 0, some.length);
    }
    int size = batch.sequences() * batch.length() * hidden;
    return PartRows.scatter(some, batch.labelRows(), hidden, size);
  }
}

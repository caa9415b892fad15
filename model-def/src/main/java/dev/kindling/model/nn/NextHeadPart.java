package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.kernels.Buffer;

/** The {@link NspHead} by itself: reads the first row of each sequence. */
final class NextHeadPart extends NetworkPart {
  private static final int CLASSES = 2;

  private final int hidden;
  private final NspHead head;
  private final Buffer x; // (B, h)
  private final Buffer dx; // (B, h)
  private Batch batch;

  NextHeadPart(Spec spec, BatchShape shape) {
    super(spec, shape);
    hidden = spec.config().hidden();
    head = new NspHead(workspace);
    x = workspace.product(shape.sequences(), hidden);
    dx = workspace.stream(shape.sequences(), hidden);
  }

  @Override
  public float[] forward(Batch next, float[] input, DropoutPlan dropout) {
    batch = next;
    float[] logits = new float[batch.sequences() * CLASSES];
    x.slice(0, batch.sequences() * hidden).write(PartRows.gather(input, firstRows(), hidden), 0);
    head.logits(batch.sequences(), x, logits);
    return logits;
  }

  @Override
  public float[] backward(float[] gradient) {
    float[] some = new float[batch.sequences() * hidden];
    head.backward(batch.sequences(), x, gradient, dx);
    dx.read(some, 0, some.length);
    int size = batch.sequences() * batch.length() * hidden;
    return PartRows.scatter(some, firstRows(), hidden, size);
  }

  private int[] firstRows() {
    int[] first = new int[batch.sequences()];
    for (int b = 0; b < first.length; b++) {
      first[b] = b * batch.length();
    }
    return first;
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;

/** {@link Embeddings} by themselves. */
final class EmbeddingsPart extends NetworkPart {
  private final PartRows rows;
  private final Gradients gradients;
  private final Embeddings embeddings;
  private DropoutPlan plan;

  EmbeddingsPart(Spec spec, BatchShape shape) {
    super(spec, shape);
    rows = new PartRows(workspace);
    gradients = new Gradients(workspace);
    embeddings = new Embeddings(workspace);
  }

  @Override
  public float[] forward(Batch batch, float[] input, DropoutPlan dropout) {
    plan = dropout;
    embeddings.forward(rows.fill(batch), plan);
    return rows.read(embeddings.end().residual());
  }

  @Override
  public float[] backward(float[] gradient) {
    RowGradients g = gradients.all();
    rows.write(gradient, g.stream());
    embeddings.backward(rows.packed(), plan, g);
    return null;
  }
}

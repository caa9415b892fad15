package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;

/** The normalisation at the end of a network whose blocks begin with one. */
final class FinalNormPart extends NetworkPart {
  private final PartRows rows;
  private final Gradients gradients;
  private final ResidualSum sum;

  FinalNormPart(Spec spec, BatchShape shape) {
    super(spec, shape);
    rows = new PartRows(workspace);
    gradients = new Gradients(workspace);
    sum = ResidualSum.ofRows(workspace, "final.norm");
  }

  @Override
  public float[] forward(Batch batch, float[] input, DropoutPlan dropout) {
    PackedBatch packed = rows.fill(batch);
    rows.write(input, sum.sum());
    sum.normalize(packed.rows());
    return rows.read(sum.normalized());
  }

  @Override
  public float[] backward(float[] gradient) {
    RowGradients g = gradients.all();
    rows.write(gradient, g.normalized());
    sum.backward(rows.packed().rows(), g);
    return rows.read(g.stream());
  }
}

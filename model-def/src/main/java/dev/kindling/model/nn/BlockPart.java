package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;

/** A {@link Block} by itself; where normalisation comes first (PRE) it begins with its own. */
final class BlockPart extends NetworkPart {
  private final PartRows rows;
  private final Gradients gradients;
  private final ResidualSum before;
  private final Block block;
  private DropoutPlan plan;

  BlockPart(Spec spec, BatchShape shape) {
    super(spec, shape);
    TransformerConfig config = spec.config();
    rows = new PartRows(workspace);
    gradients = new Gradients(workspace);
    String norm = config.isPreNorm() ? "block." + spec.layer() + ".attention.norm" : null;
    before = ResidualSum.ofRows(workspace, norm);
    block = new Block(workspace, spec.layer());
  }

  @Override
  public float[] forward(Batch batch, float[] input, DropoutPlan dropout) {
    plan = dropout;
    PackedBatch packed = rows.fill(batch);
    rows.write(input, before.sum());
    before.normalize(packed.rows());
    block.forward(packed, plan, before);
    return rows.read(block.end().residual());
  }

  @Override
  public float[] backward(float[] gradient) {
    RowGradients g = gradients.all();
    rows.write(gradient, g.stream());
    block.backward(rows.packed(), plan, before, gradients);
    before.backward(rows.packed().rows(), g);
    return rows.read(g.stream());
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * One transformer layer: attention, then feed-forward; with {@link NormNames} whether normalisation
 * stands before or behind each makes no difference here.
 *
 * <p>Memory of its activations by token, with e bytes an element of products (4 or 2): queries,
 * keys and values 3h·e, context h·e, two sums 2h·4, two normalised rows 2h·e, the feed-forward
 * layer before and behind its activation 2f·e, and 4·heads + 16 bytes of statistics. With f = 4h
 * that is about 64h bytes in float32 and 36h in bfloat16. Where activations are recomputed a block
 * has only its output, h·e (POST) or h·(4 + e) (PRE); the rest exists once.
 */
final class Block {
  private final int layer;
  private final boolean last;
  private final SelfAttention attention;
  private final FeedForward feedForward;

  Block(Workspace workspace, int layer) {
    TransformerConfig config = workspace.config();
    this.layer = layer;
    this.last = layer == config.layers() - 1;
    int rows = last ? workspace.lossRows() : workspace.rows();
    attention = new SelfAttention(workspace, layer, rows);
    feedForward = new FeedForward(workspace, layer, rows);
  }

  /** Reads the sum before it, (R, h), and writes {@link #end}. */
  void forward(PackedBatch batch, DropoutPlan plan, ResidualSum before) {
    attention.forward(batch, plan, before);
    feedForward.forward(rowsAfterAttention(batch), outerDropout(batch, plan), attention.end());
  }

  /** Makes its activations again, bit by bit, from what {@link #forward} read. */
  void recompute(PackedBatch batch, DropoutPlan plan, ResidualSum before) {
    attention.forward(batch, plan, before);
    feedForward.recompute(rowsAfterAttention(batch), outerDropout(batch, plan), attention.end());
  }

  /** Takes the gradients of its output to those of its input. */
  void backward(PackedBatch batch, DropoutPlan plan, ResidualSum before, Gradients g) {
    RowGradients rows = last ? g.atLoss(batch) : g.all();
    feedForward.backward(
        rowsAfterAttention(batch), outerDropout(batch, plan), attention.end(), rows);
    attention.backward(batch, plan, before, g);
  }

  /** The output: (R, h), of the last block (S, h). */
  ResidualSum end() {
    return feedForward.end();
  }

  private int rowsAfterAttention(PackedBatch batch) {
    return last ? batch.lossRowCount() : batch.rows();
  }

  private Dropout outerDropout(PackedBatch batch, DropoutPlan plan) {
    return plan.at(layer, Site.FEED_FORWARD_OUTPUT, last ? batch.lossRows() : null);
  }
}

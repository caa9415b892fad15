package dev.kindling.model.nn;

import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * The attention sublayer: queries, keys and values, attention, projection, residual, normalise. In
 * the last block only the rows that a loss reads go on behind the attention.
 */
final class SelfAttention {
  private final Kernels kernels;
  private final TransformerConfig config;
  private final int layer;
  private final boolean last;
  private final Linear qkvLayer;
  private final ResidualProjection projection;
  private final Buffer qkv; // (R, 3h)
  private final Buffer logSumExp; // (heads, R)
  private final Buffer context; // (R, h)
  private final Buffer lossContext; // (S, h), null but in the last block

  /** Makes the sublayer; {@code rows} is how many go on behind the attention. */
  SelfAttention(Workspace workspace, int layer, int rows) {
    this.kernels = workspace.kernels();
    this.config = workspace.config();
    this.layer = layer;
    this.last = layer == config.layers() - 1;
    int hidden = config.hidden();
    int all = workspace.rows();
    String prefix = "block." + layer + ".attention.";
    qkvLayer = workspace.linear(prefix + "qkv");
    String norm = NormNames.afterAttention(config, layer);
    projection =
        new ResidualProjection(
            workspace.linear(prefix + "output"),
            ResidualSum.ofBlock(workspace, "attention", norm, rows, false));
    qkv = workspace.activation("qkv", all, 3L * hidden, workspace.product());
    logSumExp = workspace.activation("log-sum-exp", all, config.heads(), ElementType.FLOAT32);
    context = workspace.activation("context", all, hidden, workspace.product());
    lossContext = last ? workspace.product(rows, hidden) : null;
  }

  ResidualSum end() {
    return projection.end();
  }

  void forward(PackedBatch batch, DropoutPlan plan, ResidualSum before) {
    qkvLayer.forward(batch.rows(), before.normalized(), qkv);
    kernels.attention(shape(batch), plan.ofHeads(layer, config.heads()), qkv, logSumExp, context);
    if (last && batch.selectsRows()) {
      int rows = batch.lossRowCount();
      Buffer residual = end().sum();
      kernels.gatherRows(rows, config.hidden(), batch.lossRows(), context, lossContext);
      kernels.gatherRows(rows, config.hidden(), batch.lossRows(), before.residual(), residual);
      projection.forward(rows, lossContext, outputDropout(batch, plan), residual);
    } else {
      projection.forward(batch.rows(), context, outputDropout(batch, plan), before.residual());
    }
  }

  void backward(PackedBatch batch, DropoutPlan plan, ResidualSum before, Gradients g) {
    if (last && batch.selectsRows()) {
      projectionBackwardOfLossRows(batch, plan, g);
    } else {
      projection.backward(batch.rows(), context, outputDropout(batch, plan), g.all(), g.context);
    }
    kernels.attentionGradient(
        shape(batch),
        plan.ofHeads(layer, config.heads()),
        qkv,
        logSumExp,
        context,
        g.context,
        g.qkv);
    qkvLayer.parameterGradients(batch.rows(), g.qkv, before.normalized());
    g.all().backwardThrough(qkvLayer, batch.rows(), g.qkv);
  }

  private void projectionBackwardOfLossRows(PackedBatch batch, DropoutPlan plan, Gradients g) {
    int rows = batch.lossRowCount();
    projection.backward(
        rows, lossContext, outputDropout(batch, plan), g.atLoss(batch), g.lossContext);
    scatterLossRows(batch, g.lossContext, g.context);
    scatterLossRows(batch, g.atLoss(batch).stream(), g.all().stream());
  }

  /** The gradients of the loss rows go back to their places among zeros. */
  private void scatterLossRows(PackedBatch batch, Buffer from, Buffer to) {
    int hidden = config.hidden();
    kernels.zero(to.slice(0, batch.rows() * hidden));
    kernels.scatterAddRows(batch.lossRowCount(), hidden, batch.lossRows(), from, to);
  }

  private Dropout outputDropout(PackedBatch batch, DropoutPlan plan) {
    return plan.at(layer, Site.ATTENTION_OUTPUT, last ? batch.lossRows() : null);
  }

  private Attention shape(PackedBatch batch) {
    return new Attention(
        batch.sequences(), batch.starts(), config.heads(), config.headSize(), !config.isBert());
  }
}

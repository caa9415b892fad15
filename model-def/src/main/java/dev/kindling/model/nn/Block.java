package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * One transformer layer: attention, then feed-forward. BERT normalises behind each residual; GPT
 * normalises what each sublayer reads, which is the same sequence of operations with each
 * normalisation counted to the sublayer before it.
 */
final class Block {
  private final int layer;
  private final boolean last;
  private final SelfAttention attention;
  private final FeedForward feedForward;

  Block(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters,
      int layer) {
    this.layer = layer;
    this.last = layer == config.layers() - 1;
    String prefix = "block." + layer + ".";
    double epsilon = config.layerNormEpsilon();
    boolean bert = config.isBert();
    String afterAttention = prefix + (bert ? "attention.norm" : "feedforward.norm");
    String next = last ? "final.norm" : "block." + (layer + 1) + ".attention.norm";
    String afterFeedForward = bert ? prefix + "feedforward.norm" : next;
    attention =
        new SelfAttention(
            kernels,
            memory,
            config,
            shape,
            parameters,
            layer,
            new LayerNorm(kernels, parameters, afterAttention, epsilon));
    feedForward =
        new FeedForward(
            kernels,
            memory,
            config,
            shape,
            parameters,
            prefix,
            new LayerNorm(kernels, parameters, afterFeedForward, epsilon));
  }

  /** Reads the stream and the normalised rows (R, h); writes {@link #end}. */
  void forward(PackedBatch batch, DropoutPlan plan, Buffer stream, Buffer normalized) {
    attention.forward(batch, plan, stream, normalized);
    feedForward.forward(rowsAfterAttention(batch), outerDropout(batch, plan), attention.end());
  }

  /** Takes the gradients of its output to those of its input. */
  void backward(PackedBatch batch, DropoutPlan plan, Buffer normalized, Gradients g) {
    feedForward.backward(rowsAfterAttention(batch), outerDropout(batch, plan), attention.end(), g);
    attention.backward(batch, plan, normalized, g);
  }

  /** The output: (R, h), of the last block (S, h). */
  ResidualProjection end() {
    return feedForward.end();
  }

  private int rowsAfterAttention(PackedBatch batch) {
    return last ? batch.lossRowCount() : batch.rows();
  }

  private Dropout outerDropout(PackedBatch batch, DropoutPlan plan) {
    return plan.at(layer, Site.FEED_FORWARD_OUTPUT, last ? batch.lossRows() : null);
  }
}

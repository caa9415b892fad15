package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * Token ids to rows: word, position and (BERT) segment embeddings, summed. BERT normalises the sum
 * and then drops; GPT drops and then normalises for the first block, with that block's weights.
 */
final class Embeddings {
  private final Kernels kernels;
  private final int hidden;
  private final boolean bert;
  private final Parameter word; // (V, h)
  private final Parameter position; // (P, h)
  private final Parameter segment; // (2, h), null for GPT
  private final LayerNorm norm;
  private final Buffer sum; // (R, h)
  private final Buffer normalized; // (R, h)
  private final Buffer statistics; // (R, 2)

  Embeddings(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters) {
    this.kernels = kernels;
    this.hidden = config.hidden();
    this.bert = config.isBert();
    this.word = parameters.get("embeddings.word");
    this.position = parameters.get("embeddings.position");
    this.segment = parameters.get("embeddings.segment");
    String normName = bert ? "embeddings.norm" : "block.0.attention.norm";
    this.norm = new LayerNorm(kernels, parameters, normName, config.layerNormEpsilon());
    this.sum = memory.allocate(shape.rows(), hidden);
    this.normalized = memory.allocate(shape.rows(), hidden);
    this.statistics = memory.allocate(shape.rows(), 2);
  }

  /** What the first residual adds to. */
  Buffer stream() {
    return bert ? normalized : sum;
  }

  /** What the first attention reads. */
  Buffer normalized() {
    return normalized;
  }

  void forward(PackedBatch batch, DropoutPlan plan) {
    int rows = batch.rows();
    kernels.gatherRows(rows, hidden, batch.tokens(), word.value(), sum);
    kernels.gatherAddRows(rows, hidden, batch.positions(), position.value(), sum);
    if (bert) {
      kernels.gatherAddRows(rows, hidden, batch.segments(), segment.value(), sum);
      norm.forward(rows, sum, normalized, statistics);
      drop(rows, plan, normalized);
    } else {
      drop(rows, plan, sum);
      norm.forward(rows, sum, normalized, statistics);
    }
  }

  void backward(PackedBatch batch, DropoutPlan plan, Gradients g) {
    int rows = batch.rows();
    if (bert) {
      drop(rows, plan, g.normalized);
    }
    norm.backward(rows, sum, statistics, g.normalized, g.preNorm(), g.stream);
    if (bert) {
      kernels.scatterAddRows(rows, hidden, batch.segments(), g.stream, segment.gradient());
    } else {
      drop(rows, plan, g.stream);
    }
    kernels.scatterAddRows(rows, hidden, batch.tokens(), g.stream, word.gradient());
    kernels.scatterAddRows(rows, hidden, batch.positions(), g.stream, position.gradient());
  }

  private void drop(int rows, DropoutPlan plan, Buffer x) {
    Dropout dropout = plan.at(0, Site.EMBEDDINGS);
    if (dropout.active()) {
      kernels.dropout(rows, hidden, dropout, x, x);
    }
  }
}

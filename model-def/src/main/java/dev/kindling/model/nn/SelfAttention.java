package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.nn.DropoutPlan.Site;

/**
 * The attention sublayer: queries, keys and values, attention, projection, residual, normalise. In
 * the last block only the rows that the loss reads go on behind the attention.
 */
final class SelfAttention {
  private final Kernels kernels;
  private final TransformerConfig config;
  private final int layer;
  private final boolean last;
  private final Linear qkvLayer;
  private final ResidualProjection end;
  private final Buffer qkv; // (R, 3h)
  private final Buffer probabilities; // by sequence and head (length, stride)
  private final Buffer context; // (R, h)
  private final Buffer keptContext; // (S, h), last block only
  private final Buffer keptStream; // (S, h), last block only

  SelfAttention(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters,
      int layer,
      LayerNorm norm) {
    this.kernels = kernels;
    this.config = config;
    this.layer = layer;
    this.last = layer == config.layers() - 1;
    String prefix = "block." + layer + ".attention.";
    this.qkvLayer = new Linear(kernels, parameters, prefix + "qkv");
    Linear output = new Linear(kernels, parameters, prefix + "output");
    this.end = new ResidualProjection(kernels, memory, config, shape, output, norm);
    this.qkv = memory.allocate(shape.rows(), 3L * config.hidden());
    this.probabilities =
        memory.allocate(
            Attention.probabilities(shape.sequences(), shape.length(), config.heads()), 1);
    this.context = memory.allocate(shape.rows(), config.hidden());
    int kept = last ? PackedBatch.maxLossRows(shape) : 0;
    this.keptContext = memory.allocate(kept, config.hidden());
    this.keptStream = memory.allocate(kept, config.hidden());
  }

  ResidualProjection end() {
    return end;
  }

  void forward(PackedBatch batch, DropoutPlan plan, Buffer stream, Buffer input) {
    qkvLayer.forward(batch.rows(), input, qkv);
    kernels.addBias(batch.rows(), qkvLayer.outputs(), qkv, qkvLayer.bias());
    kernels.attention(
        shape(batch), plan.ofHeads(layer, config.heads()), qkv, probabilities, context);
    if (last) {
      int kept = batch.lossRowCount();
      kernels.gatherRows(kept, config.hidden(), batch.lossRows(), context, keptContext);
      kernels.gatherRows(kept, config.hidden(), batch.lossRows(), stream, keptStream);
      end.forward(kept, keptContext, outputDropout(batch, plan), keptStream);
    } else {
      end.forward(batch.rows(), context, outputDropout(batch, plan), stream);
    }
  }

  void backward(PackedBatch batch, DropoutPlan plan, Buffer input, Gradients g) {
    if (last) {
      endBackwardOfKept(batch, plan, g);
    } else {
      end.backward(batch.rows(), context, outputDropout(batch, plan), g, g.context);
    }
    kernels.attentionBackward(
        shape(batch),
        plan.ofHeads(layer, config.heads()),
        qkv,
        probabilities,
        context,
        g.context,
        g.qkv);
    qkvLayer.biasBackward(batch.rows(), g.qkv);
    qkvLayer.weightBackward(batch.rows(), g.qkv, input);
    g.backwardThrough(qkvLayer, batch.rows(), g.qkv);
  }

  /** The gradients of the kept rows go back to their places among zeros. */
  private void endBackwardOfKept(PackedBatch batch, DropoutPlan plan, Gradients g) {
    int kept = batch.lossRowCount();
    int hidden = config.hidden();
    // Once the normalisation's gradient has been taken, g.normalized is free.
    end.backward(kept, keptContext, outputDropout(batch, plan), g, g.normalized);
    kernels.zero(batch.rows() * hidden, g.context);
    kernels.scatterAddRows(kept, hidden, batch.lossRows(), g.normalized, g.context);
    kernels.zero(batch.rows() * hidden, g.normalized);
    kernels.scatterAddRows(kept, hidden, batch.lossRows(), g.stream, g.normalized);
    g.swap();
  }

  private Dropout outputDropout(PackedBatch batch, DropoutPlan plan) {
    return plan.at(layer, Site.ATTENTION_OUTPUT, last ? batch.lossRows() : null);
  }

  private Attention shape(PackedBatch batch) {
    return new Attention(
        batch.sequences(), batch.starts(), config.heads(), config.headSize(), !config.isBert());
  }
}

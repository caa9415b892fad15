package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Gelu;
import dev.kindling.model.kernels.Kernels;

/** The feed-forward sublayer: widen, GELU, project back, residual, normalise. */
final class FeedForward {
  private final Kernels kernels;
  private final Gelu gelu;
  private final Linear inner;
  private final ResidualProjection end;
  private final Buffer widened; // (R, f): before GELU
  private final Buffer activated; // (R, f)

  FeedForward(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters,
      String prefix,
      LayerNorm norm) {
    this.kernels = kernels;
    this.gelu = config.isBert() ? Gelu.ERF : Gelu.TANH;
    this.inner = new Linear(kernels, parameters, prefix + "feedforward.inner");
    Linear outer = new Linear(kernels, parameters, prefix + "feedforward.outer");
    this.end = new ResidualProjection(kernels, memory, config, shape, outer, norm);
    long rows = Math.max(shape.rows(), PackedBatch.maxLossRows(shape));
    this.widened = memory.allocate(rows, config.feedForward());
    this.activated = memory.allocate(rows, config.feedForward());
  }

  ResidualProjection end() {
    return end;
  }

  void forward(int rows, Dropout dropout, ResidualProjection before) {
    inner.forward(rows, before.normalized(), widened);
    kernels.biasGelu(gelu, rows, inner.outputs(), widened, inner.bias(), activated);
    end.forward(rows, activated, dropout, before.stream());
  }

  void backward(int rows, Dropout dropout, ResidualProjection before, Gradients g) {
    end.backward(rows, activated, dropout, g, g.inner);
    kernels.biasGeluBackward(gelu, rows, inner.outputs(), widened, g.inner, inner.biasGradient());
    inner.weightBackward(rows, g.inner, before.normalized());
    g.backwardThrough(inner, rows, g.inner);
  }
}

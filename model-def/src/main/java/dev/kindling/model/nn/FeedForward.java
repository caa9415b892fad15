package dev.kindling.model.nn;

import dev.kindling.model.Activation;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;

/** The feed-forward sublayer: widen, activation, project back, residual, normalise. */
final class FeedForward {
  private final Activation activation;
  private final boolean keepsSum;
  private final Linear inner;
  private final ResidualProjection projection;
  private final Buffer sum; // (rows, f): before the activation
  private final Buffer dSum; // its gradient, in the same memory unless kernels want it apart
  private final Buffer activated; // (rows, f)

  FeedForward(Workspace workspace, int layer, int rows) {
    TransformerConfig config = workspace.config();
    String prefix = "block." + layer + ".feedforward.";
    activation = config.activation();
    keepsSum = config.isPreNorm();
    inner = workspace.linear(prefix + "inner");
    String norm = NormNames.afterFeedForward(config, layer);
    projection =
        new ResidualProjection(
            workspace.linear(prefix + "outer"),
            ResidualSum.ofBlock(workspace, "feedforward", norm, rows, true));
    sum = workspace.activation("inner.sum", rows, config.feedForward(), workspace.product());
    activated =
        workspace.activation("inner.activated", rows, config.feedForward(), workspace.product());
    dSum =
        workspace.kernels().wantsGradientApart(activation)
            ? workspace.shared("inner.gradient", config.feedForward(), workspace.product())
            : sum;
  }

  ResidualSum end() {
    return projection.end();
  }

  void forward(int rows, Dropout dropout, ResidualSum before) {
    inner.forward(activation, rows, before.normalized(), sum, activated);
    projection.forward(rows, activated, dropout, before.residual());
  }

  /** Makes again what other blocks have overwritten. */
  void recompute(int rows, Dropout dropout, ResidualSum before) {
    if (keepsSum) { // then the whole output is still there
      inner.forward(activation, rows, before.normalized(), sum, activated);
    } else {
      forward(rows, dropout, before);
    }
  }

  void backward(int rows, Dropout dropout, ResidualSum before, RowGradients g) {
    projection.backward(activation, rows, activated, sum, dropout, g, dSum);
    inner.parameterGradients(rows, dSum, before.normalized());
    g.backwardThrough(inner, rows, dSum);
  }
}

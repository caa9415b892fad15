package dev.kindling.model.nn;

import dev.kindling.model.TransformerConfig;

/**
 * Which normalisation follows each sum of the residual stream. Where it stands behind a sublayer
 * (POST) that is the sublayer's own; where it stands before one (PRE) it is the next sublayer's, so
 * that both are one sequence of operations: sublayer, sum, normalisation.
 */
final class NormNames {
  private NormNames() {}

  /** Returns null for a decoder with POST, whose first block reads the embeddings as they are. */
  static String afterEmbeddings(TransformerConfig config) {
    if (config.isPreNorm()) {
      return "block.0.attention.norm";
    }
    return config.isBert() ? "embeddings.norm" : null;
  }

  static String afterAttention(TransformerConfig config, int layer) {
    return "block." + layer + (config.isPreNorm() ? ".feedforward.norm" : ".attention.norm");
  }

  static String afterFeedForward(TransformerConfig config, int layer) {
    if (!config.isPreNorm()) {
      return "block." + layer + ".feedforward.norm";
    }
    boolean last = layer == config.layers() - 1;
    return last ? "final.norm" : "block." + (layer + 1) + ".attention.norm";
  }
}

package dev.kindling.model;

/** The two families of transformer that can be trained. */
public enum Architecture {
  /**
   * Encoder: bidirectional attention, normalisation after each residual, erf GELU, two segments,
   * masked-language-model and next-sentence heads.
   */
  BERT,
  /** Decoder: causal attention, normalisation before each sublayer, tanh GELU, next-word head. */
  GPT
}

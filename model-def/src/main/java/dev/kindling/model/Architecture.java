package dev.kindling.model;

/** The two families of transformer that can be trained. */
public enum Architecture {
  /**
   * Encoder: bidirectional attention, two segments, masked-language-model and next-sentence heads.
   */
  BERT,
  /** Decoder: causal attention, next-word head. */
  GPT
}

package dev.kindling.model;

/** The nonlinearity of the feed-forward layers and of BERT's masked-language-model head. */
public enum Activation {
  /** x·Φ(x) (Hendrycks and Gimpel 2016), as BERT has it. */
  GELU_ERF,
  /** 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), as GPT-1 and GPT-2 have it. */
  GELU_TANH,
  /** max(0, x); its slope at 0 is 0. */
  RELU
}

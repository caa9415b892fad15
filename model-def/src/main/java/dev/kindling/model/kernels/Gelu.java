package dev.kindling.model.kernels;

/** The two forms of the Gaussian error linear unit (Hendrycks and Gimpel 2016). */
public enum Gelu {
  /** x·Φ(x), as BERT has it. */
  ERF,
  /** 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), as GPT-2 has it. */
  TANH
}

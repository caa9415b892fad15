package dev.kindling.model;

/** Where a block normalises (Xiong et al. 2020). */
public enum NormPlacement {
  /** What each sublayer reads, {@code x + f(norm(x))}, and the last block's output: GPT-2. */
  PRE,
  /** Each residual sum, {@code norm(x + f(x))}: BERT and GPT-1. */
  POST
}

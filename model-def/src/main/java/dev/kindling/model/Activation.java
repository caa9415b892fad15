package dev.kindling.model;

/** The non-linearity of feed-forward layers. */
public enum Activation {
  /** x·Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel 2016), as BERT. */
  GELU_ERF,
  /** The approximation of GELU by tanh, as GPT. */
  GELU_TANH,
  /** max(0, x). */
  RELU
}

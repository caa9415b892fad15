package dev.kindling.model;

/** How a token's place in its sequence enters the network. */
public enum PositionEncoding {
  /** A trained embedding of each position, as BERT, GPT-1 and GPT-2 have it. */
  LEARNED,
  /** The fixed table of {@link SinusoidalPositions}; the model has no parameter for positions. */
  SINUSOIDAL
}

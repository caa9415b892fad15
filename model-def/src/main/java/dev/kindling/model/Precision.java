package dev.kindling.model;

/** The numbers that an engine multiplies. Weights, moments and sums are float32 in both. */
public enum Precision {
  /** IEEE 754 single precision: 24 bits of significand. */
  FLOAT32,
  /** Matrix products of bfloat16, 8 bits of significand, from float32 master weights. */
  BFLOAT16
}

package dev.kindling.model.kernels.cuda;

/**
 * What a product does to its result before it is stored. GELU is the tanh form, as the library has
 * no other.
 */
enum Epilogue {
  /** Nothing. */
  NONE,
  /** Adds the bias, (columns), to each row. */
  BIAS,
  /** Adds the bias, stores the sum at the auxiliary address, and applies GELU. */
  BIAS_GELU,
  /** Multiplies by GELU's derivative at what stands at the auxiliary address. */
  GELU_GRADIENT,
  /**
   * Stores the sums of the first operand over the summed dimension at the bias address: for {@code
   * dWeight = dyᵀ · x} the sums of dy's rows, (rows).
   */
  BIAS_GRADIENT;

  /** Returns whether a bias or its gradient is named. */
  boolean hasBias() {
    return this == BIAS || this == BIAS_GELU || this == BIAS_GRADIENT;
  }

  /** Returns whether an auxiliary matrix is named. */
  boolean hasAuxiliary() {
    return this == BIAS_GELU || this == GELU_GRADIENT;
  }
}

package dev.kindling.model.kernels.cuda;

/**
 * Where a {@link Product}'s matrices stand.
 *
 * @param a first operand
 * @param b second operand
 * @param c result
 * @param bias read by {@link Epilogue#BIAS} and {@link Epilogue#BIAS_GELU}, written by {@link
 *     Epilogue#BIAS_GRADIENT}; else 0
 * @param auxiliary (rows, columns): written by {@link Epilogue#BIAS_GELU}, read by {@link
 *     Epilogue#GELU_GRADIENT}; else 0
 */
record ProductOperands(long a, long b, long c, long bias, long auxiliary) {
  /** Returns the operands of a product without an epilogue. */
  static ProductOperands of(long a, long b, long c) {
    return new ProductOperands(a, b, c, 0, 0);
  }

  /** Returns the same with the result elsewhere. */
  ProductOperands withC(long address) {
    return new ProductOperands(a, b, address, bias, auxiliary);
  }
}

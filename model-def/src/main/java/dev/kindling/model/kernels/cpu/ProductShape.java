package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;

/**
 * A matrix product {@code c (m, n) = a (m, k) · b (k, n)}, all that distinguishes its machine code.
 *
 * @param operands type of a and b
 * @param result type of c
 * @param a where a's elements are
 * @param b where b's elements are
 * @param resultStride distance of two rows of c in elements
 * @param bias whether a row of n float32 elements is added to each row
 * @param accumulate whether c's old content stays in the sum
 */
record ProductShape(
    int m,
    int n,
    int k,
    ElementType operands,
    ElementType result,
    Operand a,
    Operand b,
    int resultStride,
    boolean bias,
    boolean accumulate) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException where oneDNN (3.8.1) multiplies wrongly
   */
  ProductShape {
    boolean strideInOneRow = m == 1 && k > 1 && a.order() == Order.TRANSPOSED && a.stride() > 1;
    boolean strideInOneColumn = n == 1 && m > 1 && resultStride > 1;
    if (strideInOneRow || strideInOneColumn) {
      throw new IllegalArgumentException(
          "oneDNN takes a single row or column for dense, but here it has a stride: "
              + (strideInOneRow ? a : "result, " + resultStride));
    }
  }

  /**
   * Where the elements of an operand are.
   *
   * @param stride distance of two rows, or, if transposed, of two columns, in elements
   */
  record Operand(Order order, int stride) {
    /** In the layout of {@link PackedLayout}. */
    static final Operand PACKED = new Operand(Order.PACKED, 0);

    static Operand rows(int stride) {
      return new Operand(Order.ROWS, stride);
    }

    /** Stored as its transpose. */
    static Operand transposed(int stride) {
      return new Operand(Order.TRANSPOSED, stride);
    }
  }

  enum Order {
    ROWS,
    TRANSPOSED,
    PACKED
  }
}

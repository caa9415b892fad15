package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/**
 * The shape of {@code c = epilogue(scale · op(a) · op(b) + (accumulate ? c : 0))}; all matrices are
 * row-major and dense. Sums are float32 always, without the TF32 shortcut.
 *
 * @param rows of c and op(a)
 * @param columns of c and op(b)
 * @param depth columns of op(a), rows of op(b)
 * @param transposeA whether a is stored as (depth, rows) instead of (rows, depth)
 * @param transposeB whether b is stored as (columns, depth) instead of (depth, columns)
 * @param input type of a and b
 * @param output type of c, of the bias or its gradient, and of the auxiliary matrix
 * @param scale factor of the product
 * @param accumulate whether c's old content is added; float32 output only
 */
record Product(
    int rows,
    int columns,
    int depth,
    boolean transposeA,
    boolean transposeB,
    ElementType input,
    ElementType output,
    float scale,
    boolean accumulate,
    Epilogue epilogue) {
  Product {
    if (rows < 1 || columns < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "no product has the shape " + rows + " × " + columns + " × " + depth);
    }
    if (accumulate && output != ElementType.FLOAT32) {
      throw new IllegalArgumentException("only a float32 product is added to its target");
    }
  }

  /** Returns {@code c = a · b} with a (rows, depth) and b (depth, columns). */
  static Product of(int rows, int columns, int depth, ElementType input, ElementType output) {
    return new Product(rows, columns, depth, false, false, input, output, 1f, false, Epilogue.NONE);
  }

  /** Returns the product with a stored as (depth, rows). */
  Product aTransposed() {
    return new Product(
        rows, columns, depth, true, transposeB, input, output, scale, accumulate, epilogue);
  }

  /** Returns the product with b stored as (columns, depth). */
  Product bTransposed() {
    return new Product(
        rows, columns, depth, transposeA, true, input, output, scale, accumulate, epilogue);
  }

  /** Returns the product that is added to c if {@code value} holds. */
  Product accumulating(boolean value) {
    return new Product(
        rows, columns, depth, transposeA, transposeB, input, output, scale, value, epilogue);
  }

  /** Returns the product with an epilogue. */
  Product then(Epilogue value) {
    return new Product(
        rows, columns, depth, transposeA, transposeB, input, output, scale, accumulate, value);
  }

  /** Returns the bytes of c, and of the auxiliary matrix. */
  long outputBytes() {
    return (long) rows * columns * output.bytes();
  }

  /** Returns the most bytes of a bias or its gradient. */
  long biasBytes() {
    return (long) Math.max(rows, columns) * output.bytes();
  }
}

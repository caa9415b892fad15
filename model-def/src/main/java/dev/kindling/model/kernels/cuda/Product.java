package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/**
 * The shape of {@code c = epilogue(scale · op(a) · op(b) + (accumulate ? c : 0))}; all matrices are
 * row-major, b is dense. Sums are float32 always, without the TF32 shortcut.
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
 * @param strideA distance of a row of a, as stored, from the next, in elements
 * @param strideC the same of c
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
    Epilogue epilogue,
    int strideA,
    int strideC) {
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
    return new Product(
        rows,
        columns,
        depth,
        false,
        false,
        input,
        output,
        1f,
        false,
        Epilogue.NONE,
        depth,
        columns);
  }

  /** Returns the product with a stored as (depth, rows), densely. */
  Product aTransposed() {
    return with(true, transposeB, accumulate, epilogue, rows, strideC);
  }

  /** Returns the product with b stored as (columns, depth). */
  Product bTransposed() {
    return with(transposeA, true, accumulate, epilogue, strideA, strideC);
  }

  /** Returns the product that is added to c if {@code value} holds. */
  Product accumulating(boolean value) {
    return with(transposeA, transposeB, value, epilogue, strideA, strideC);
  }

  /** Returns the product with an epilogue. */
  Product then(Epilogue value) {
    return with(transposeA, transposeB, accumulate, value, strideA, strideC);
  }

  /** Returns the product with other distances between the rows of a, as stored, and of c. */
  Product strides(int a, int c) {
    return with(transposeA, transposeB, accumulate, epilogue, a, c);
  }

  /** Returns the product with another number of rows of c and op(a). */
  Product ofRows(int value) {
    return new Product(
        value,
        columns,
        depth,
        transposeA,
        transposeB,
        input,
        output,
        scale,
        accumulate,
        epilogue,
        transposeA ? value : strideA,
        strideC);
  }

  private Product with(
      boolean aTransposed, boolean bTransposed, boolean accumulating, Epilogue then, int a, int c) {
    return new Product(
        rows,
        columns,
        depth,
        aTransposed,
        bTransposed,
        input,
        output,
        scale,
        accumulating,
        then,
        a,
        c);
  }

  /** Returns the product whose activation, or its derivative, is left to a kernel behind it. */
  Product withoutActivation() {
    return switch (epilogue) {
      case BIAS_GELU -> then(Epilogue.BIAS);
      case GELU_GRADIENT -> then(Epilogue.NONE);
      default -> this;
    };
  }

  /** Returns the bytes of a as it is stored. */
  long bytesOfA() {
    return (long) (transposeA ? depth : rows) * strideA * input.bytes();
  }

  /** Returns the bytes of b. */
  long bytesOfB() {
    return (long) depth * columns * input.bytes();
  }

  /** Returns the bytes of c, and of the auxiliary matrix. */
  long outputBytes() {
    return (long) rows * strideC * output.bytes();
  }

  /** Returns the most bytes of a bias or its gradient. */
  long biasBytes() {
    return (long) Math.max(rows, columns) * output.bytes();
  }
}

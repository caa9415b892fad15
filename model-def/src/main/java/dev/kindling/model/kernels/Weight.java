package dev.kindling.model.kernels;

/**
 * A weight matrix (outputs, inputs) in the form in which a backend's products read it, made from a
 * float32 buffer that stays the master copy. {@link #refresh} must follow each change of that
 * buffer and precede the next product.
 */
public interface Weight extends AutoCloseable {
  /** Returns the rows of the matrix. */
  int outputs();

  /** Returns the columns of the matrix. */
  int inputs();

  /** Takes over the values of the master copy. */
  void refresh();

  /** Frees what the backend made; the master copy stays. */
  @Override
  void close();

  /**
   * Checks the master copy of a weight.
   *
   * @throws IllegalArgumentException if it is not float32, or too small
   */
  static void requireValues(int outputs, int inputs, Buffer values) {
    if (values.type() != ElementType.FLOAT32 || values.size() < (long) outputs * inputs) {
      throw new IllegalArgumentException(
          "the values of a weight of "
              + outputs
              + " x "
              + inputs
              + " must be as many in float32, got "
              + values.size()
              + " in "
              + values.type());
    }
  }
}

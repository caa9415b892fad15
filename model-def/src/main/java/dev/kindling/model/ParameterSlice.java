package dev.kindling.model;

/**
 * One named matrix inside the flat parameter vector, row-major.
 *
 * @param name for example {@code block.0.attention.qkv.weight}
 * @param offset index of its first element in the flat vector
 * @param rows number of rows (outputs of a linear layer); 1 for vectors
 * @param columns number of columns (inputs of a linear layer)
 * @param decays whether weight decay applies (matrices and embeddings, not biases and norms)
 */
public record ParameterSlice(String name, int offset, int rows, int columns, boolean decays) {
  /** Returns the number of elements. */
  public int size() {
    return rows * columns;
  }

  /** Returns the index after its last element. */
  public int end() {
    return offset + size();
  }
}

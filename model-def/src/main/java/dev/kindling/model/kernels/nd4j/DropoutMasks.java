package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.Dropout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws in Java what drops out, the same elements as on every backend, and copies it over. */
final class DropoutMasks implements AutoCloseable {
  private final Scratch scratch = new Scratch();
  private float[] factors = new float[0];

  /** Returns the factors of rows {@code 0, 1…} of a matrix (rows, columns). */
  INDArray rows(Dropout dropout, int rows, int columns) {
    float[] drawn = factors(rows * columns);
    for (int row = 0; row < rows; row++) {
      dropout.factors(row, columns, drawn, row * columns);
    }
    return scratch.filled(0, drawn, rows, columns);
  }

  /**
   * Returns the factors of a sequence's scores, (heads · length, length): those of a head together,
   * while the rows of attention are numbered {@code row · heads + head}.
   */
  INDArray heads(Dropout dropout, int heads, int firstRow, int length) {
    float[] drawn = factors(heads * length * length);
    for (int head = 0; head < heads; head++) {
      for (int row = 0; row < length; row++) {
        int at = (head * length + row) * length;
        dropout.factors((firstRow + row) * heads + head, length, drawn, at);
      }
    }
    return scratch.filled(0, drawn, heads * length, length);
  }

  private float[] factors(int count) {
    if (factors.length < count) {
      factors = new float[count];
    }
    return factors;
  }

  @Override
  public void close() {
    scratch.close();
  }
}

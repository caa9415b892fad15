package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.Weight;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A weight whose products read the master copy itself. */
record Nd4jWeight(int outputs, int inputs, Nd4jBuffer values) implements Weight {
  Nd4jWeight {
    Weight.requireValues(outputs, inputs, values);
  }

  /** Returns the matrix (outputs, inputs). */
  INDArray matrix() {
    return values.matrix(outputs, inputs);
  }

  @Override
  public void refresh() {
    // there is no copy
  }

  @Override
  public void close() {
    // the master copy is its owner's to close
  }
}

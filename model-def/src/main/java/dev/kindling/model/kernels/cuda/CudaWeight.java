package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Weight;

/** A weight as products read it: the master copy itself, or its rounded copy. */
final class CudaWeight implements Weight {
  private final int outputs;
  private final int inputs;
  private final CudaBuffer values;
  private final ElementType type;
  private final Bfloat16Copies copies;

  /**
   * Describes a weight.
   *
   * @param values float32 (outputs, inputs)
   * @param type of the products
   */
  CudaWeight(int outputs, int inputs, CudaBuffer values, ElementType type, Bfloat16Copies copies) {
    Weight.requireValues(outputs, inputs, values);
    this.outputs = outputs;
    this.inputs = inputs;
    this.values = values;
    this.type = type;
    this.copies = copies;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  /** Returns (outputs, inputs) in the type of the products, up to date. */
  CudaBuffer matrix() {
    return type == ElementType.FLOAT32 ? values : copies.of(values);
  }

  /** Does nothing: a copy knows when it is out of date. */
  @Override
  public void refresh() {}

  @Override
  public void close() {
    copies.forget(values);
  }
}

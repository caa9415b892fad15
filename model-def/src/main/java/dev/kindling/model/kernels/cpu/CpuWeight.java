package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Weight;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/**
 * A weight, packed for {@code x · weightᵀ} and for {@code dy · weight}, in the type of the
 * products.
 *
 * <p>Packed copies stay until the weight changes, but for large weights in float32: those are
 * packed for each product, which costs a few per cent of it, into memory that all of them share.
 * Two more copies of each would outweigh the activations.
 */
final class CpuWeight implements Weight {
  private static final int LARGEST_KEPT_FLOAT32 = 1 << 20; // elements

  private final int outputs;
  private final int inputs;
  private final PackedMemory[] own;
  private final PackedWeight forward;
  private final PackedWeight backward;

  /**
   * Describes a weight.
   *
   * @param values float32 (outputs, inputs)
   * @param sharedForward memory of large float32 weights, as is {@code sharedBackward}
   */
  CpuWeight(
      int outputs,
      int inputs,
      CpuBuffer values,
      ElementType type,
      PackedMemory sharedForward,
      PackedMemory sharedBackward) {
    Weight.requireValues(outputs, inputs, values);
    this.outputs = outputs;
    this.inputs = inputs;
    boolean kept = type != ElementType.FLOAT32 || (long) outputs * inputs <= LARGEST_KEPT_FLOAT32;
    own = kept ? new PackedMemory[] {new PackedMemory(), new PackedMemory()} : new PackedMemory[0];
    forward =
        new PackedWeight(
            inputs,
            outputs,
            Operand.transposed(inputs),
            type,
            values,
            kept ? own[0] : sharedForward);
    backward =
        new PackedWeight(
            outputs, inputs, Operand.rows(inputs), type, values, kept ? own[1] : sharedBackward);
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  /** Returns the matrix b (inputs, outputs) of {@code x · b}. */
  PackedWeight forward() {
    return forward;
  }

  /** Returns the matrix b (outputs, inputs) of {@code dy · b}. */
  PackedWeight backward() {
    return backward;
  }

  /** Forgets the packed copies: the next product that needs one packs it. */
  @Override
  public void refresh() {
    forward.forget();
    backward.forget();
  }

  @Override
  public void close() {
    refresh();
    for (PackedMemory memory : own) {
      memory.close();
    }
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.ParameterSlice;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;

/**
 * One weight and its gradient, which is summed over all micro-batches of a step. The first
 * operation of a step overwrites the gradient, the others add to it, so that nothing large is
 * zeroed before.
 */
public final class Parameter {
  private final Kernels kernels;
  private final ParameterSlice slice;
  private final Buffer value;
  private final Buffer gradient;
  private boolean begun; // whether the gradient has a part of this step's sum

  Parameter(Kernels kernels, ParameterSlice slice, Buffer value, Buffer gradient) {
    this.kernels = kernels;
    this.slice = slice;
    this.value = value;
    this.gradient = gradient;
  }

  /** Returns name and shape. */
  public ParameterSlice slice() {
    return slice;
  }

  /** Returns the weight. */
  public Buffer value() {
    return value;
  }

  /** Returns the gradient. */
  public Buffer gradient() {
    return gradient;
  }

  /**
   * Copies what a buffer of this shape has of a stretch of the flat vector; nothing where the two
   * do not overlap.
   *
   * @param from where the stretch begins
   * @param target as long as the stretch
   */
  public void readStretch(Buffer buffer, int from, float[] target) {
    int first = Math.max(from, slice.offset());
    int end = Math.min(from + target.length, slice.end());
    if (first < end) {
      buffer.slice(first - slice.offset(), end - first).read(target, first - from, end - first);
    }
  }

  /** The gradient's next writer is the first. */
  void beginStep() {
    begun = false;
  }

  /** Returns whether a writer must add to the gradient; the next one must. */
  boolean accumulate() {
    boolean accumulate = begun;
    begun = true;
    return accumulate;
  }

  /** Returns the gradient for a writer that can only add: zeroed if it is the first. */
  Buffer gradientToAddTo() {
    if (!accumulate()) {
      kernels.zero(gradient);
    }
    return gradient;
  }
}

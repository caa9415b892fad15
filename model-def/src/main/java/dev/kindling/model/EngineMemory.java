package dev.kindling.model;

import dev.kindling.model.nn.ActivationMemory;

/** How much memory an engine takes outside the heap: on a GPU the GPU's, without CUDA's own. */
public final class EngineMemory {
  /** Scratch memory of the GPU's product library, and what carries the host's values there. */
  static final long GPU_LIBRARY_BYTES = (32L << 20) + (1 << 20);

  private static final int STATE_BYTES = 4 * Float.BYTES; // value, gradient, two moments

  private EngineMemory() {}

  /** Returns the bytes of what lasts: parameters, gradients, moments, and the weights once more. */
  public static long state(TransformerConfig model, EngineOptions options) {
    long perParameter = (long) STATE_BYTES + weightBytes(options);
    return perParameter * ParameterLayout.of(model).size()
        + (options.onGpu() ? GPU_LIBRARY_BYTES : 0);
  }

  /** Returns the bytes of an engine for batches of a shape. */
  public static long bytes(TransformerConfig model, BatchShape shape, EngineOptions options) {
    return state(model, options) + ActivationMemory.bytes(model, shape, options);
  }

  /** Of a weight as products read it; a GPU's read the float32 ones themselves. */
  private static int weightBytes(EngineOptions options) {
    if (options.precision() == Precision.BFLOAT16) {
      return Short.BYTES;
    }
    return options.onGpu() ? 0 : Float.BYTES;
  }
}

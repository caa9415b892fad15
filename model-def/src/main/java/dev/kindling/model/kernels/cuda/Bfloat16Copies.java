package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.util.HashMap;
import java.util.Map;

/**
 * Rounded copies of parameters, as products in bfloat16 read them. A copy that is older than its
 * parameter is made again when it is asked for; updates write the new one along.
 */
final class Bfloat16Copies implements AutoCloseable {
  private final CudaMemory memory;
  private final ElementKernels elements;
  private final Map<CudaBuffer.Identity, Copy> byParameter = new HashMap<>();

  Bfloat16Copies(CudaMemory memory, ElementKernels elements) {
    this.memory = memory;
    this.elements = elements;
  }

  private static final class Copy {
    private final CudaBuffer rounded;
    private long writes = -1; // of the parameter when the copy was made

    Copy(CudaBuffer rounded) {
      this.rounded = rounded;
    }
  }

  /** Returns the copy of a parameter, up to date. */
  CudaBuffer of(CudaBuffer parameter) {
    Copy copy =
        byParameter.computeIfAbsent(
            parameter.identity(),
            identity -> new Copy(memory.allocate(parameter.size(), ElementType.BFLOAT16)));
    if (copy.writes != parameter.writes()) {
      elements.convert(parameter.size(), parameter, copy.rounded.written());
      copy.writes = parameter.writes();
    }
    return copy.rounded;
  }

  /**
   * Returns the copy that an update may write along, or null: one that is out of date would stay so
   * where the update changes nothing.
   */
  CudaBuffer toUpdate(CudaBuffer parameter) {
    Copy copy = byParameter.get(parameter.identity());
    return copy == null || copy.writes != parameter.writes() ? null : copy.rounded;
  }

  /** Says that an update has written a copy along, unless that is null. */
  void updated(CudaBuffer parameter, CudaBuffer copy) {
    if (copy != null) {
      byParameter.get(parameter.identity()).writes = parameter.writes();
    }
  }

  /** Forgets the copy of a parameter that ends; nothing if there is none. */
  void forget(CudaBuffer parameter) {
    Copy copy = byParameter.remove(parameter.identity());
    if (copy != null) {
      copy.rounded.close();
    }
  }

  @Override
  public void close() {
    byParameter.values().forEach(copy -> copy.rounded.close());
    byParameter.clear();
  }
}

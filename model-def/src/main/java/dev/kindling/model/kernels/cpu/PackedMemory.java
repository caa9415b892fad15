package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;

/** Memory for one packed matrix at a time; it knows which one it holds. */
final class PackedMemory implements AutoCloseable {
  private CpuBuffer buffer = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private Object content;

  /** Returns whether it still holds what {@link #hold} has announced. */
  boolean holds(Object matrix) {
    return content == matrix;
  }

  /** Makes room for a matrix, in place of what was there; the caller fills it. */
  void hold(Object matrix, long bytes) {
    if ((long) buffer.size() * Float.BYTES < bytes) {
      buffer.close();
      buffer = CpuBuffer.allocate(bytes / Float.BYTES + 1, ElementType.FLOAT32);
    }
    content = matrix;
  }

  /** Forgets a matrix, if it is the one that is here. */
  void forget(Object matrix) {
    if (content == matrix) {
      content = null;
    }
  }

  long address() {
    return buffer.address(0);
  }

  @Override
  public void close() {
    content = null;
    buffer.close();
  }
}

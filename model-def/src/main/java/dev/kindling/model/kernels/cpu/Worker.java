package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;

/** What one thread of a team has for itself: scratch memory, and what oneDNN needs to run. */
final class Worker implements AutoCloseable {
  private final PrimitiveRunner runner = new PrimitiveRunner();
  private CpuBuffer scratch = CpuBuffer.allocate(0, ElementType.FLOAT32);

  PrimitiveRunner runner() {
    return runner;
  }

  /** Returns memory for at least some float32 elements; the next call may return the same. */
  CpuBuffer scratch(int elements) {
    if (scratch.size() < elements) {
      scratch.close();
      scratch = CpuBuffer.allocate(elements, ElementType.FLOAT32);
    }
    return scratch;
  }

  @Override
  public void close() {
    runner.close();
    scratch.close();
  }
}

package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Reading;
import dev.kindling.model.kernels.Scalars;

/** Doubles in a GPU's memory. */
final class CudaScalars implements Scalars {
  private final CommandQueue queue;
  private final CudaMemory memory;
  private final long address;
  private final int size;
  private boolean closed;

  CudaScalars(CommandQueue queue, CudaMemory memory, long address, int size) {
    this.queue = queue;
    this.memory = memory;
    this.address = address;
    this.size = size;
    clear();
  }

  /** Returns the address of a number. */
  long address(int index) {
    return address + (long) index * Double.BYTES;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    queue.zero(address, (long) size * Double.BYTES);
  }

  @Override
  public Reading read() {
    return queue.read(address, size);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.free(address);
    }
  }
}

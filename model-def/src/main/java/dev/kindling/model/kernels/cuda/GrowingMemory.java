package dev.kindling.model.kernels.cuda;

/** Scratch memory that grows to the largest request. */
final class GrowingMemory implements ScratchMemory, AutoCloseable {
  private final DeviceMemory memory;
  private long address;
  private long capacity;

  GrowingMemory(DeviceMemory memory) {
    this.memory = memory;
  }

  @Override
  public long atLeast(long bytes) {
    if (bytes > capacity) {
      if (capacity > 0) {
        memory.retire(address);
      }
      address = memory.allocate(bytes);
      capacity = bytes;
    }
    return address;
  }

  @Override
  public void close() {
    if (capacity > 0) {
      memory.free(address);
      capacity = 0;
    }
  }
}

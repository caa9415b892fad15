package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/** A vector whose content lasts until the next one is taken from the same scratch memory. */
record ScratchVector(long address, ElementType type) implements DeviceVector {
  /** Returns a vector of so many elements. */
  static ScratchVector of(ScratchMemory memory, long size, ElementType type) {
    return new ScratchVector(memory.atLeast(size * type.bytes()), type);
  }
}

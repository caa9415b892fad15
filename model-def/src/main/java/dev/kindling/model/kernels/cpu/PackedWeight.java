package dev.kindling.model.kernels.cpu;

/** One side of a weight, as the right-hand operand of products: packed when it is first needed. */
final class PackedWeight {
  private final Packing packing;
  private final CpuBuffer values;
  private final PackedMemory memory;

  /**
   * Describes a side, not packed yet.
   *
   * @param values the matrix in float32
   * @param memory its own, or one that several share: then each use may have to pack it again
   */
  PackedWeight(Packing packing, CpuBuffer values, PackedMemory memory) {
    this.packing = packing;
    this.values = values;
    this.memory = memory;
  }

  /** Returns the address of the packed matrix. */
  long address(Workers workers) {
    if (!memory.holds(this)) {
      memory.hold(this, packing.bytes());
      long target = memory.address();
      workers.run(
          packing.bands(), (band, worker) -> packing.run(band, worker, values.address(0), target));
    }
    return memory.address();
  }

  /** Says that the matrix has changed. */
  void forget() {
    memory.forget(this);
  }
}

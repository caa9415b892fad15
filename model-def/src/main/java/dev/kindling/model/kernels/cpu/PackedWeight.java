package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;
import dev.kindling.model.kernels.cpu.ProductShape.Order;

/**
 * One side of a weight: the right-hand matrix (k, n) of products, packed when it is first needed. A
 * large one is cut into parts of columns, packed one behind the other, so that a part stays in the
 * cache while all rows are multiplied by it.
 */
final class PackedWeight {
  private static final int LARGE = 1 << 22; // elements
  private static final int PART = 1 << 21;
  private static final int ALIGNMENT_BYTES = 64;

  private final int k;
  private final int n;
  private final Tiles parts;
  private final Operand source;
  private final ElementType type;
  private final CpuBuffer values;
  private final PackedMemory memory;

  /**
   * Describes a side, not packed yet.
   *
   * @param source where the elements of the float32 values are
   * @param type of the packed elements
   * @param memory its own, or one that several share: then each use may have to pack it again
   */
  PackedWeight(
      int k, int n, Operand source, ElementType type, CpuBuffer values, PackedMemory memory) {
    this.k = k;
    this.n = n;
    this.parts = new Tiles(n, (long) k * n > LARGE ? partWidth(k) : Math.max(2, n));
    this.source = source;
    this.type = type;
    this.values = values;
    this.memory = memory;
  }

  int k() {
    return k;
  }

  int n() {
    return n;
  }

  ElementType type() {
    return type;
  }

  private static int partWidth(int k) {
    return Math.max(1, PART / k / PackedLayout.COLUMNS) * PackedLayout.COLUMNS;
  }

  /** Returns how the columns are cut into parts. */
  Tiles parts() {
    return parts;
  }

  /** Returns the address of a part. */
  long address(int part) {
    return memory.address() + part * partBytes();
  }

  private long partBytes() {
    long bytes = packing(0).bytes();
    return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
  }

  private Packing packing(int part) {
    return Packing.of(k, parts.length(part), source, type);
  }

  /** Packs the values, if they are not there. */
  void pack(Workers workers) {
    if (memory.holds(this)) {
      return;
    }
    int last = parts.count() - 1;
    memory.hold(this, last * partBytes() + packing(last).bytes());
    int bands = packing(0).bands();
    workers.run(
        last * bands + packing(last).bands(),
        (task, worker) -> {
          int part = Math.min(last, task / bands); // the last may have more bands, or fewer
          long columnStride = source.order() == Order.TRANSPOSED ? source.stride() : 1;
          long from = values.address(0) + parts.start(part) * columnStride * Float.BYTES;
          packing(part).run(task - part * bands, worker, from, address(part));
        });
  }

  /** Says that the values have changed. */
  void forget() {
    memory.forget(this);
  }
}

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
  private final int width;
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
    this.width =
        (long) k * n > LARGE
            ? Math.max(1, PART / k / PackedLayout.COLUMNS) * PackedLayout.COLUMNS
            : n;
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

  /** Returns the number of parts. */
  int parts() {
    return ThreadTeam.tasks(n, width);
  }

  /** Returns the first column of a part. */
  int column(int part) {
    return part * width;
  }

  /** Returns the number of columns of a part. */
  int columns(int part) {
    return Math.min(width, n - part * width);
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
    return Packing.of(k, columns(part), source, type);
  }

  /** Packs the values, if they are not there. */
  void pack(Workers workers) {
    if (memory.holds(this)) {
      return;
    }
    memory.hold(this, parts() * partBytes());
    int bands = packing(0).bands(); // the last part may have fewer
    int all = (parts() - 1) * bands + packing(parts() - 1).bands();
    workers.run(
        all,
        (task, worker) -> {
          int part = task / bands;
          long columnStride = source.order() == Order.TRANSPOSED ? source.stride() : 1;
          long from = values.address(0) + column(part) * columnStride * Float.BYTES;
          packing(part).run(task % bands, worker, from, address(part));
        });
  }

  /** Says that the values have changed. */
  void forget() {
    memory.forget(this);
  }
}

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

  /** Rows of the longest product: where parts are read from far away, this is far enough. */
  static final int MOST_ROWS = 4 * PackedLayout.ROWS;

  private static final int NUMBERS_OF_ROWS = Integer.numberOfTrailingZeros(MOST_ROWS) + 1;

  private final int k;
  private final int n;
  private final Tiles parts;
  private final Operand source;
  private final ElementType type;
  private final CpuBuffer values;
  private final PackedMemory memory;
  private final Packing packing; // of all parts but the last
  private final Packing lastPacking;
  private final long partBytes;
  private final Primitive[] products = new Primitive[16 * NUMBERS_OF_ROWS]; // null: not yet needed

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
    packing = Packing.of(k, parts.length(0), source, type);
    lastPacking = Packing.of(k, parts.length(parts.count() - 1), source, type);
    partBytes = (packing.bytes() + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
  }

  private static int partWidth(int k) {
    return Math.max(1, PART / k / PackedLayout.COLUMNS) * PackedLayout.COLUMNS;
  }

  /** Returns how the columns are cut into parts. */
  Tiles parts() {
    return parts;
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

  /** Returns the address of a part. */
  long address(int part) {
    return memory.address() + part * partBytes;
  }

  /** Packs the values, if they are not there. */
  void pack(Workers workers) {
    if (memory.holds(this)) {
      return;
    }
    int last = parts.count() - 1;
    memory.hold(this, last * partBytes + lastPacking.bytes());
    workers.run(last * packing.bands() + lastPacking.bands(), this::packBand);
  }

  private void packBand(int band, Worker worker) {
    int last = parts.count() - 1;
    int part = Math.min(last, band / packing.bands()); // the last may have more bands, or fewer
    long columnStride = source.order() == Order.TRANSPOSED ? source.stride() : 1;
    long from = values.address(0) + parts.start(part) * columnStride * Float.BYTES;
    (part == last ? lastPacking : packing)
        .run(band - part * packing.bands(), worker, from, address(part));
  }

  /**
   * Returns the product of some rows with a part.
   *
   * @param rows a power of two, at most {@link #MOST_ROWS}
   * @param bias whether a bias is added
   * @param accumulate whether the product is added to its target
   * @param result type of the target
   */
  Primitive product(int rows, int part, boolean bias, boolean accumulate, ElementType result) {
    int index = Integer.numberOfTrailingZeros(rows);
    index = 2 * index + (part == parts.count() - 1 ? 1 : 0);
    index = 2 * index + (bias ? 1 : 0);
    index = 2 * index + (accumulate ? 1 : 0);
    index = 2 * index + (result == ElementType.FLOAT32 ? 1 : 0);
    Primitive known = products[index];
    if (known == null) { // two threads at once find the same one
      known =
          Products.of(
              new ProductShape(
                  rows,
                  parts.length(part),
                  k,
                  type,
                  result,
                  Operand.rows(k),
                  Operand.PACKED,
                  n,
                  bias,
                  accumulate));
      products[index] = known;
    }
    return known;
  }

  /** Says that the values have changed. */
  void forget() {
    memory.forget(this);
  }
}

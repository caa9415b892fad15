package dev.kindling.model.kernels.cuda;

import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts one block of a GPU's memory into pieces, because the driver's own allocation waits for all
 * work. It only counts: the block is its owner's. A piece goes to the lowest gap that holds it;
 * gaps that meet are joined.
 */
final class DeviceArena {
  /** Of every piece: what products and copies are fastest from. */
  static final long ALIGNMENT = 256;

  private final long bytes;
  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private final TreeMap<Long, Long> pieces = new TreeMap<>();
  private long used;
  private long mostUsed;

  /**
   * A block without pieces.
   *
   * @param start its address, a multiple of the alignment
   * @param bytes its size, a multiple of the alignment
   */
  DeviceArena(long start, long bytes) {
    this.bytes = bytes;
    gaps.put(start, bytes);
  }

  /**
   * Returns the address of a piece with any content.
   *
   * @param size in bytes, at least 1
   * @throws IllegalStateException if no gap is large enough; the message has the numbers
   */
  long allocate(long size) {
    long need = aligned(size);
    for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
      if (gap.getValue() >= need) {
        return take(gap.getKey(), gap.getValue(), need);
      }
    }
    throw new IllegalStateException(
        "the GPU's memory is full: %,d bytes wanted, %,d of %,d taken; lower micro-batch-size or set recompute-activations"
            .formatted(size, used, bytes));
  }

  private long take(long address, long gap, long need) {
    gaps.remove(address);
    if (gap > need) {
      gaps.put(address + need, gap - need);
    }
    pieces.put(address, need);
    used += need;
    mostUsed = Math.max(mostUsed, used);
    return address;
  }

  /**
   * Gives a piece back; work that is queued before may still use it.
   *
   * @throws IllegalArgumentException if the address is not that of a piece
   */
  void free(long address) {
    Long size = pieces.remove(address);
    if (size == null) {
      throw new IllegalArgumentException("no piece of the arena starts at " + address);
    }
    used -= size;
    long from = address;
    long to = address + size;
    Map.Entry<Long, Long> before = gaps.floorEntry(address);
    if (before != null && before.getKey() + before.getValue() == from) {
      from = before.getKey();
      gaps.remove(from);
    }
    Long after = gaps.remove(to);
    gaps.put(from, to + (after == null ? 0 : after) - from);
  }

  /** Returns whether a gap holds a piece of so many bytes. */
  boolean fits(long size) {
    return gaps.values().stream().anyMatch(gap -> gap >= aligned(size));
  }

  /** Returns the bytes in pieces now, each rounded up to the alignment. */
  long used() {
    return used;
  }

  /** Returns the most bytes that were in pieces at once. */
  long mostUsed() {
    return mostUsed;
  }

  /** Returns the bytes that a piece of a size takes. */
  static long aligned(long size) {
    return Math.max(1, (size + ALIGNMENT - 1) / ALIGNMENT) * ALIGNMENT;
  }
}

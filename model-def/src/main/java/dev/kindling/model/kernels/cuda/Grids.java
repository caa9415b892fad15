package dev.kindling.model.kernels.cuda;

/**
 * How work is cut into blocks of threads. What a sum is cut into depends on shapes alone, never on
 * the GPU: equal inputs give equal bits on every GPU of one architecture.
 */
final class Grids {
  /** Threads of a warp. */
  static final int WARP = 32;

  /** Threads of the blocks of all kernels but those of attention. */
  static final int THREADS = 256;

  /** Rows, one a warp, that a block takes at once. */
  static final int ROWS = THREADS / WARP;

  /** Most blocks of a kernel whose threads stride over elements: a few for each multiprocessor. */
  static final int MAX_BLOCKS = 2_048;

  private static final int ELEMENTS_PER_THREAD = 8;

  private Grids() {}

  /** Returns {@code ceil(count / size)}. */
  static int parts(long count, int size) {
    return Math.toIntExact((count + size - 1) / size);
  }

  /** Returns blocks whose threads stride over elements. */
  static LaunchGeometry elements(long count) {
    long blocks = (count + THREADS * ELEMENTS_PER_THREAD - 1) / (THREADS * ELEMENTS_PER_THREAD);
    return LaunchGeometry.of((int) Math.max(1, Math.min(MAX_BLOCKS, blocks)), THREADS);
  }

  /** Returns blocks whose warps take a row each. */
  static LaunchGeometry rows(int rows) {
    return LaunchGeometry.of(parts(rows, ROWS), THREADS);
  }
}

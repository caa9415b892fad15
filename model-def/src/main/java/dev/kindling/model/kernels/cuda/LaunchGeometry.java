package dev.kindling.model.kernels.cuda;

/**
 * How many threads run a kernel. Blocks are one-dimensional.
 *
 * @param gridX blocks along x, 1 to 2³¹ - 1
 * @param gridY blocks along y, 1 to 65,535
 * @param gridZ blocks along z, 1 to 65,535
 * @param threads of a block, 1 to 1,024
 * @param sharedBytes dynamic shared memory of a block, in bytes, at most {@link
 *     GpuProperties#sharedBytes}; the device opts in to more than 48 KiB by itself
 */
record LaunchGeometry(int gridX, int gridY, int gridZ, int threads, int sharedBytes) {
  private static final int MAX_GRID_YZ = 65_535;
  private static final int MAX_THREADS = 1_024;

  LaunchGeometry {
    if (gridX < 1 || gridY < 1 || gridY > MAX_GRID_YZ || gridZ < 1 || gridZ > MAX_GRID_YZ) {
      throw new IllegalArgumentException(
          "no grid of blocks has the size " + gridX + " × " + gridY + " × " + gridZ);
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("no block has " + threads + " threads");
    }
    if (sharedBytes < 0) {
      throw new IllegalArgumentException("no block has " + sharedBytes + " bytes of shared memory");
    }
  }

  /** Returns a row of blocks without dynamic shared memory. */
  static LaunchGeometry of(int blocks, int threads) {
    return new LaunchGeometry(blocks, 1, 1, threads, 0);
  }
}

package dev.kindling.model.kernels.cpu;

/**
 * One loop down a column of a score tile, a query in each lane.
 *
 * <p>Such loops are called through this interface for the compiler's sake: it inlines what it sees
 * through, and in one large method it no longer keeps vectors in registers.
 */
interface ColumnPass {
  /**
   * Runs down a column.
   *
   * @param column of the first lane
   */
  void run(ScoreTile tile, int column);

  /** Runs passes one after the other on each column, which stays in the first-level cache. */
  static void run(ScoreTile tile, ColumnPass[] passes) {
    for (int column = 0; column < tile.paddedQueries(); column += Lanes.WIDTH) {
      for (ColumnPass pass : passes) {
        pass.run(tile, column);
      }
    }
  }
}

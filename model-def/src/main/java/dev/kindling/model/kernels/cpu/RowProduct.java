package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/**
 * The product of a matrix of any number of rows with a packed one, in chunks of rows. That number
 * differs from batch to batch, so the last chunk is cut into powers of two: few shapes are enough,
 * and no row is read that does not belong to the matrix.
 *
 * @param k columns of the matrix
 * @param n columns of the packed one
 * @param type of both
 * @param a address of the matrix
 * @param b address of the packed one
 */
record RowProduct(int k, int n, ElementType type, long a, long b) {
  private static final int CHUNK_ROWS = PackedLayout.ROWS;

  /** What to do with a chunk. */
  interface Chunk {
    void run(Worker worker, int row, int rows);
  }

  /** Cuts rows into chunks that the team shares. */
  static void chunks(int rows, Workers workers, Chunk chunk) {
    workers.run(
        ThreadTeam.tasks(rows, CHUNK_ROWS),
        (task, worker) -> {
          int end = Math.min(rows, (task + 1) * CHUNK_ROWS);
          int row = task * CHUNK_ROWS;
          while (row < end) {
            int count = Integer.highestOneBit(end - row);
            chunk.run(worker, row, count);
            row += count;
          }
        });
  }

  /** Multiplies a chunk; the product waits in scratch memory, in float32, from row 0 on. */
  CpuBuffer toScratch(Worker worker, int row, int rows) {
    CpuBuffer scratch = worker.scratch(CHUNK_ROWS * n);
    run(worker, row, rows, null, false, scratch, 0);
    return scratch;
  }

  /**
   * Multiplies a chunk.
   *
   * @param bias (n), or null for none
   * @param accumulate whether the product is added to the target
   * @param target any type
   * @param targetRow where in it the chunk goes
   */
  void run(
      Worker worker,
      int row,
      int rows,
      CpuBuffer bias,
      boolean accumulate,
      CpuBuffer target,
      int targetRow) {
    Primitive product =
        Products.of(
            new ProductShape(
                rows,
                n,
                k,
                type,
                target.type(),
                Operand.rows(k),
                Operand.PACKED,
                n,
                bias != null,
                accumulate));
    long from = a + (long) row * k * type.bytes();
    long to = target.address(targetRow * n);
    if (bias == null) {
      worker.runner().run(product, from, b, to);
    } else {
      worker.runner().run(product, from, b, to, bias.address(0));
    }
  }
}

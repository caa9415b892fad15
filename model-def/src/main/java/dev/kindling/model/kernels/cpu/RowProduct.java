package dev.kindling.model.kernels.cpu;

/**
 * The product of a matrix of any number of rows with one side of a weight, in chunks of rows. That
 * number differs from batch to batch, so the last chunk is cut into powers of two: few shapes are
 * enough, and no row is read that does not belong to the matrix.
 */
final class RowProduct {
  private static final int CHUNK_ROWS = PackedLayout.ROWS;
  private static final int CHUNK_ROWS_OF_PARTS = PackedWeight.MOST_ROWS;

  private final CpuBuffer a;
  private final PackedWeight b;

  /** Multiplies a (rows, k) by a packed b (k, n). */
  RowProduct(CpuBuffer a, PackedWeight b) {
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(
          "a weight for " + b.type() + " meets a matrix in " + a.type());
    }
    this.a = a;
    this.b = b;
  }

  /** What to do with a chunk. */
  interface Chunk {
    void run(Worker worker, int row, int rows);
  }

  /** Multiplies in chunks that the team shares: each calls {@link #toScratch}. */
  static void chunks(int rows, Workers workers, Chunk chunk) {
    workers.run(
        ThreadTeam.tasks(rows, CHUNK_ROWS),
        (task, worker) -> chunk(rows, CHUNK_ROWS, task, worker, chunk));
  }

  private static void chunk(int rows, int size, int number, Worker worker, Chunk chunk) {
    int row = number * size;
    int end = Math.min(rows, row + size);
    while (row < end) {
      int count = Integer.highestOneBit(end - row);
      chunk.run(worker, row, count);
      row += count;
    }
  }

  /** Multiplies a chunk; the product waits in scratch memory, in float32, from row 0 on. */
  CpuBuffer toScratch(Worker worker, int row, int rows) {
    CpuBuffer scratch = worker.scratch(CHUNK_ROWS * b.n());
    for (int part = 0; part < b.parts().count(); part++) {
      multiply(worker, row, rows, part, null, false, scratch, 0);
    }
    return scratch;
  }

  /**
   * Multiplies all rows.
   *
   * @param bias (n), or null for none
   * @param accumulate whether the product is added to the target
   * @param target float32, or of the operands' type
   */
  void run(int rows, Workers workers, CpuBuffer bias, boolean accumulate, CpuBuffer target) {
    int size = b.parts().count() == 1 ? CHUNK_ROWS : CHUNK_ROWS_OF_PARTS;
    int chunks = ThreadTeam.tasks(rows, size);
    workers.run(
        chunks * b.parts().count(),
        (task, worker) ->
            chunk(
                rows,
                size,
                task % chunks, // first all rows of a part: so threads share it in their cache
                worker,
                (w, row, count) ->
                    multiply(w, row, count, task / chunks, bias, accumulate, target, row)));
  }

  private void multiply(
      Worker worker,
      int row,
      int rows,
      int part,
      CpuBuffer bias,
      boolean accumulate,
      CpuBuffer target,
      int targetRow) {
    Primitive product = b.product(rows, part, bias != null, accumulate, target.type());
    long from = a.address(row * b.k());
    long to = target.address(targetRow * b.n() + b.parts().start(part));
    if (bias == null) {
      worker.runner().run(product, from, b.address(part), to);
    } else {
      worker.runner().run(product, from, b.address(part), to, bias.address(b.parts().start(part)));
    }
  }
}

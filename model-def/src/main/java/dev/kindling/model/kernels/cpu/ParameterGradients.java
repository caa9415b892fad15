package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/**
 * Gradients of a linear layer's parameters: {@code dWeight = dyᵀ · x} and the sum of dy's rows. A
 * task is a tile of dWeight with all rows, which it takes in chunks that fit in the cache, always
 * in the same order.
 *
 * @param dy (rows, outputs)
 * @param x (rows, inputs)
 * @param accumulate whether the gradients are added to
 * @param dWeight float32 (outputs, inputs)
 * @param dBias float32 (outputs), or null
 */
record ParameterGradients(
    int rows,
    int outputs,
    int inputs,
    CpuBuffer dy,
    CpuBuffer x,
    boolean accumulate,
    CpuBuffer dWeight,
    CpuBuffer dBias) {

  private static final int CHUNK_ROWS = 512;

  private static final int TILE_UNIT = 64;
  private static final int TILE_OUTPUTS = 256;
  private static final int TILE_INPUTS = 512;
  private static final int WHOLE_INPUTS = 768; // as wide as that, cutting costs more than it gives

  void run(Workers workers) {
    int across = inputs <= WHOLE_INPUTS ? 1 : ThreadTeam.tasks(inputs, TILE_INPUTS);
    int down = ThreadTeam.tasks(outputs, TILE_OUTPUTS);
    if (down * across % 2 == 1) { // an even number, so that two threads have equal shares
      down = 2 * ThreadTeam.tasks(outputs, 2 * TILE_OUTPUTS);
    }
    Tiles tall = tiles(outputs, down);
    Tiles wide = tiles(inputs, across);
    workers.run(
        tall.count() * wide.count(),
        (task, worker) -> {
          int i = task / wide.count();
          int j = task % wide.count();
          tile(worker, tall.start(i), tall.length(i), wide.start(j), wide.length(j));
        });
  }

  /** Cuts into equal tiles, their size rounded up so that none begins within a vector. */
  private static Tiles tiles(int whole, int count) {
    int units = ThreadTeam.tasks(whole, TILE_UNIT);
    return new Tiles(whole, ThreadTeam.tasks(units, count) * TILE_UNIT);
  }

  private void tile(Worker worker, int output, int height, int input, int width) {
    int row = 0;
    while (row < rows) {
      int count = Math.min(CHUNK_ROWS, Integer.highestOneBit(rows - row));
      boolean add = accumulate || row > 0;
      product(worker, row, count, output, height, input, width, add);
      if (input == 0 && dBias != null) {
        // Now: this part of dy is in the cache.
        CpuBuffer chunk = dy.slice(row * outputs, count * outputs);
        RowKernels.columnSums(count, outputs, output, output + height, chunk, add, dBias);
      }
      row += count;
    }
  }

  private void product(
      Worker worker,
      int row,
      int count,
      int output,
      int height,
      int input,
      int width,
      boolean add) {
    Primitive product =
        Products.of(
            new ProductShape(
                height,
                width,
                count,
                dy.type(),
                ElementType.FLOAT32,
                Operand.transposed(outputs),
                Operand.rows(inputs),
                inputs,
                false,
                add));
    worker
        .runner()
        .run(
            product,
            dy.address(row * outputs + output),
            x.address(row * inputs + input),
            dWeight.address(output * inputs + input));
  }
}

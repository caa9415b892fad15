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

  /** Twice as many tiles as would be needed, in pairs, so that two threads have equal shares. */
  private static final int OUTPUTS_OF_TWO_TILES = 512;

  private static final int TILE_UNIT = 64;
  private static final int TILE_INPUTS = 1024; // more is slower where the stride is a power of two

  void run(Workers workers) {
    int height = tileHeight(outputs);
    int width = tileWidth(inputs);
    int across = ThreadTeam.tasks(inputs, width);
    workers.run(
        ThreadTeam.tasks(outputs, height) * across,
        (task, worker) -> {
          int output = task / across * height;
          int input = task % across * width;
          tile(
              worker,
              output,
              Math.min(height, outputs - output),
              input,
              Math.min(width, inputs - input));
        });
  }

  private static int tileHeight(int outputs) {
    int tiles = 2 * ThreadTeam.tasks(outputs, OUTPUTS_OF_TWO_TILES);
    return Math.max(TILE_UNIT, outputs / tiles / TILE_UNIT * TILE_UNIT);
  }

  private static int tileWidth(int inputs) {
    int units = ThreadTeam.tasks(inputs, TILE_UNIT);
    return ThreadTeam.tasks(units, ThreadTeam.tasks(inputs, TILE_INPUTS)) * TILE_UNIT;
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

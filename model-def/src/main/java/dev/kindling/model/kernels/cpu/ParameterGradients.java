package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/**
 * Gradients of a linear layer's parameters: {@code dWeight = dyᵀ · x} and the sum of dy's rows. A
 * task is a tile of dWeight with all rows, which it takes in chunks that fit in the cache, always
 * in the same order; the last chunk is cut into powers of two, so that few shapes are enough.
 */
final class ParameterGradients {
  private static final int CHUNK_ROWS = 512;
  private static final int CHUNK_SIZES = Integer.numberOfTrailingZeros(CHUNK_ROWS) + 1;

  private static final int TILE_UNIT = 64;
  private static final int TILE_OUTPUTS = 256;
  private static final int TILE_INPUTS = 512;
  private static final int WHOLE_INPUTS = 768; // as wide as that, cutting costs more than it gives

  private final int outputs;
  private final int inputs;
  private final ElementType type;
  private final Tiles tall;
  private final Tiles wide;
  private final Primitive[] products = new Primitive[8 * CHUNK_SIZES]; // null: not yet needed

  /**
   * For weights (outputs, inputs).
   *
   * @param type of dy and x
   */
  ParameterGradients(int outputs, int inputs, ElementType type) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.type = type;
    int across = inputs <= WHOLE_INPUTS ? 1 : ThreadTeam.tasks(inputs, TILE_INPUTS);
    int down = ThreadTeam.tasks(outputs, TILE_OUTPUTS);
    if (down * across % 2 == 1) { // an even number, so that two threads have equal shares
      down = 2 * ThreadTeam.tasks(outputs, 2 * TILE_OUTPUTS);
    }
    tall = tiles(outputs, down);
    wide = tiles(inputs, across);
  }

  /** Cuts into equal tiles, their size rounded up so that none begins within a vector. */
  private static Tiles tiles(int whole, int count) {
    int units = ThreadTeam.tasks(whole, TILE_UNIT);
    return new Tiles(whole, ThreadTeam.tasks(units, count) * TILE_UNIT);
  }

  /**
   * Computes the gradients.
   *
   * @param dy (rows, outputs)
   * @param x (rows, inputs)
   * @param accumulate whether the gradients are added to
   * @param dWeight float32 (outputs, inputs)
   * @param dBias float32 (outputs), or null
   */
  void run(
      Workers workers,
      int rows,
      CpuBuffer dy,
      CpuBuffer x,
      boolean accumulate,
      CpuBuffer dWeight,
      CpuBuffer dBias) {
    if (dy.type() != type || x.type() != type) {
      throw new IllegalArgumentException(
          "products of " + type + " meet matrices in " + dy.type() + " and " + x.type());
    }
    workers.run(
        tall.count() * wide.count(),
        (task, worker) -> {
          int i = task / wide.count();
          int j = task % wide.count();
          int row = 0;
          while (row < rows) {
            int count = Math.min(CHUNK_ROWS, Integer.highestOneBit(rows - row));
            boolean add = accumulate || row > 0;
            multiply(worker, i, j, row, count, add, dy, x, dWeight);
            if (j == 0 && dBias != null) { // now: this part of dy is in the cache
              int from = tall.start(i);
              int to = from + tall.length(i);
              RowKernels.columnSums(row, count, outputs, from, to, dy, add, dBias);
            }
            row += count;
          }
        });
  }

  private void multiply(
      Worker worker,
      int i,
      int j,
      int row,
      int count,
      boolean add,
      CpuBuffer dy,
      CpuBuffer x,
      CpuBuffer dWeight) {
    worker
        .runner()
        .run(
            product(i, j, count, add),
            dy.address(row * outputs + tall.start(i)),
            x.address(row * inputs + wide.start(j)),
            dWeight.address(tall.start(i) * inputs + wide.start(j)));
  }

  private Primitive product(int i, int j, int count, boolean add) {
    int index = Integer.numberOfTrailingZeros(count);
    index = 2 * index + (i == tall.count() - 1 ? 1 : 0);
    index = 2 * index + (j == wide.count() - 1 ? 1 : 0);
    index = 2 * index + (add ? 1 : 0);
    Primitive known = products[index];
    if (known == null) { // two threads at once find the same one
      known =
          Products.of(
              new ProductShape(
                  tall.length(i),
                  wide.length(j),
                  count,
                  type,
                  ElementType.FLOAT32,
                  Operand.transposed(outputs),
                  Operand.rows(inputs),
                  inputs,
                  false,
                  add));
      products[index] = known;
    }
    return known;
  }
}

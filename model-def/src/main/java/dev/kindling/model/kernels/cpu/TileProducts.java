package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/** The matrix products of score tiles, on one thread. */
final class TileProducts implements AutoCloseable {
  private final PrimitiveRunner runner = new PrimitiveRunner();

  /** Multiplies rows by rows: tile (keys, queries) = a (keys, d) · bᵀ (d, queries). */
  void multiply(ScoreTile tile, HeadRows a, HeadRows b, CpuBuffer target, ElementType type) {
    ProductShape shape =
        new ProductShape(
            tile.paddedKeys(),
            tile.paddedQueries(),
            a.size(),
            type,
            target.type(),
            Operand.rows(a.stride()),
            Operand.transposed(b.stride()),
            tile.stride(),
            false,
            false);
    runner.run(Products.of(shape), a.address(), b.address(), target.address(0));
  }

  /**
   * Sums over the keys of a tile: target (queries, d) = tileᵀ (queries, keys) · rows (keys, d).
   *
   * @param accumulate whether the target is added to
   */
  void sumOverKeys(
      ScoreTile tile, CpuBuffer scores, HeadRows rows, boolean accumulate, HeadSums target) {
    ProductShape shape =
        new ProductShape(
            tile.paddedQueries(),
            rows.size(),
            tile.paddedKeys(),
            scores.type(),
            target.type(),
            Operand.transposed(tile.stride()),
            Operand.rows(rows.stride()),
            target.stride(),
            false,
            accumulate);
    runner.run(Products.of(shape), scores.address(0), rows.address(), target.address(0));
  }

  /**
   * Sums over the queries of a tile: target (keys, d) = tile (keys, queries) · rows (queries, d).
   *
   * @param accumulate whether the target is added to
   * @param target rows of all keys of the sequence
   */
  void sumOverQueries(
      ScoreTile tile, CpuBuffer scores, HeadRows rows, boolean accumulate, HeadSums target) {
    ProductShape shape =
        new ProductShape(
            tile.paddedKeys(),
            rows.size(),
            tile.paddedQueries(),
            scores.type(),
            target.type(),
            Operand.rows(tile.stride()),
            Operand.rows(rows.stride()),
            target.stride(),
            false,
            accumulate);
    long to = target.address(tile.firstKey());
    runner.run(Products.of(shape), scores.address(0), rows.address(), to);
  }

  @Override
  public void close() {
    runner.close();
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;
import java.util.Arrays;

/**
 * The matrix products of score tiles, on one thread. As long as heads have the same shape, products
 * are found by a small number, so that nothing is allocated.
 */
final class TileProducts implements AutoCloseable {
  private static final int MULTIPLY = 0;
  private static final int SUM_OVER_KEYS = 1;
  private static final int SUM_OVER_QUERIES = 2;
  private static final int OPERATIONS = 3;
  private static final int LAYOUTS = 3;
  private static final int KEYS = ScoreTile.MAX_KEYS / ScoreTile.UNIT + 1;
  private static final int QUERIES = ScoreTile.MAX_QUERIES / ScoreTile.UNIT + 1;

  private final PrimitiveRunner runner = new PrimitiveRunner();
  private final Primitive[] known =
      new Primitive[OPERATIONS * KEYS * QUERIES * LAYOUTS * LAYOUTS * 2]; // null: not yet needed
  private ElementType type;
  private int hidden;
  private int headSize;
  private int tileStride;

  /** Sets the shape of heads. */
  void begin(AttentionBuffers in) {
    if (type != in.qkv().type()
        || hidden != in.shape().hidden()
        || headSize != in.shape().headSize()
        || tileStride != in.tileStride()) {
      type = in.qkv().type();
      hidden = in.shape().hidden();
      headSize = in.shape().headSize();
      tileStride = in.tileStride();
      Arrays.fill(known, null);
    }
  }

  /** Multiplies rows by rows: target (keys, queries) = a (keys, d) · bᵀ (d, queries). */
  void multiply(ScoreTile tile, HeadRows a, HeadRows b, CpuBuffer target) {
    int number = number(MULTIPLY, tile, a.stride(), b.stride(), false);
    if (known[number] == null) {
      known[number] =
          product(
              tile.paddedKeys(),
              tile.paddedQueries(),
              headSize,
              target.type(),
              Operand.rows(a.stride()),
              Operand.transposed(b.stride()),
              tileStride,
              false);
    }
    runner.run(known[number], a.address(), b.address(), target.address(0));
  }

  /**
   * Sums over the keys of a tile: target (queries, d) = tileᵀ (queries, keys) · rows (keys, d).
   *
   * @param accumulate whether the target is added to
   */
  void sumOverKeys(
      ScoreTile tile, CpuBuffer scores, HeadRows rows, boolean accumulate, HeadSums target) {
    int number = number(SUM_OVER_KEYS, tile, rows.stride(), target.stride(), accumulate);
    if (known[number] == null) {
      known[number] =
          product(
              tile.paddedQueries(),
              headSize,
              tile.paddedKeys(),
              target.type(),
              Operand.transposed(tileStride),
              Operand.rows(rows.stride()),
              target.stride(),
              accumulate);
    }
    runner.run(known[number], scores.address(0), rows.address(), target.address(0));
  }

  /**
   * Sums over the queries of a tile: target (keys, d) = tile (keys, queries) · rows (queries, d).
   *
   * @param accumulate whether the target is added to
   * @param target rows of all keys of the sequence
   */
  void sumOverQueries(
      ScoreTile tile, CpuBuffer scores, HeadRows rows, boolean accumulate, HeadSums target) {
    int number = number(SUM_OVER_QUERIES, tile, rows.stride(), target.stride(), accumulate);
    if (known[number] == null) {
      known[number] =
          product(
              tile.paddedKeys(),
              headSize,
              tile.paddedQueries(),
              target.type(),
              Operand.rows(tileStride),
              Operand.rows(rows.stride()),
              target.stride(),
              accumulate);
    }
    long to = target.address(tile.firstKey());
    runner.run(known[number], scores.address(0), rows.address(), to);
  }

  private int number(int operation, ScoreTile tile, int a, int b, boolean accumulate) {
    int number = operation * KEYS + tile.paddedKeys() / ScoreTile.UNIT;
    number = number * QUERIES + tile.paddedQueries() / ScoreTile.UNIT;
    number = (number * LAYOUTS + layout(a)) * LAYOUTS + layout(b);
    return 2 * number + (accumulate ? 1 : 0);
  }

  /** Tells copies of a head's rows from rows of the context and of queries, keys and values. */
  private int layout(int stride) {
    if (stride == headSize) {
      return 0;
    }
    return stride == hidden ? 1 : 2;
  }

  private Primitive product(
      int m, int n, int k, ElementType result, Operand a, Operand b, int stride, boolean sum) {
    return Products.of(new ProductShape(m, n, k, type, result, a, b, stride, false, sum));
  }

  @Override
  public void close() {
    runner.close();
  }
}

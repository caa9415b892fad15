package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.TileProducts.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * One thread's memory for attention, a tile at a time, and its products. It grows to what the
 * shapes need and is kept.
 */
final class AttentionScratch implements AutoCloseable {
  private final PrimitiveRunner runner = new PrimitiveRunner();
  private final Map<Shape, TileProducts> products = new HashMap<>();
  private CpuBuffer scores = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer dScores = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer roundedScores = CpuBuffer.allocate(0, ElementType.BFLOAT16);
  private CpuBuffer roundedDScores = CpuBuffer.allocate(0, ElementType.BFLOAT16);
  private CpuBuffer queryRows = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer keyRows = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer valueRows = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private boolean rounded;

  /** Makes room for a block of queries on the way forward. */
  void reserve(AttentionBuffers in) {
    int tile = in.tileKeys() * in.tileStride();
    rounded = in.qkv().type() == ElementType.BFLOAT16;
    scores = grown(scores, tile);
    if (rounded) {
      roundedScores = grown(roundedScores, tile);
    }
    queryRows = grown(queryRows, in.blockQueries() * in.shape().headSize());
  }

  /** Makes room for a sequence's gradients. */
  void reserveGradients(AttentionBuffers in, int length) {
    reserve(in);
    int tile = in.tileKeys() * in.tileStride();
    dScores = grown(dScores, tile);
    if (rounded) {
      roundedDScores = grown(roundedDScores, tile);
    }
    int rows = ScoreTile.padded(length) * in.shape().headSize();
    keyRows = grown(keyRows, rows);
    valueRows = grown(valueRows, rows);
  }

  private static CpuBuffer grown(CpuBuffer buffer, int size) {
    if (buffer.size() >= size) {
      return buffer;
    }
    buffer.close();
    return CpuBuffer.allocate(size, buffer.type());
  }

  /** Returns the products of a tile between given rows. */
  TileProducts products(
      AttentionBuffers in, ScoreTile tile, HeadRows keys, HeadRows queries, int contextStride) {
    Shape shape =
        new Shape(
            in.qkv().type(),
            in.shape().headSize(),
            tile.paddedKeys(),
            tile.paddedQueries(),
            tile.stride(),
            keys.stride(),
            queries.stride(),
            contextStride);
    return products.computeIfAbsent(shape, TileProducts::new);
  }

  void multiply(Primitive product, long a, long b, long c) {
    runner.run(product, a, b, c);
  }

  /** Returns whether products are of a type to which tiles must be rounded. */
  boolean rounded() {
    return rounded;
  }

  /** A tile, float32: scores. */
  CpuBuffer scores() {
    return scores;
  }

  /** A tile, float32: gradients of the probabilities. */
  CpuBuffer dProbabilities() {
    return dScores;
  }

  /** A tile of the products' type: probabilities, in place of the scores if that is float32. */
  CpuBuffer probabilities() {
    return rounded ? roundedScores : scores;
  }

  /** A tile of the products' type, in place of the probabilities' gradients if it is float32. */
  CpuBuffer dScores() {
    return rounded ? roundedDScores : dScores;
  }

  /** (queries, d), float32: the context, or the gradient of queries. */
  CpuBuffer queryRows() {
    return queryRows;
  }

  /** (keys, d), float32: the gradient of a sequence's keys. */
  CpuBuffer keyRows() {
    return keyRows;
  }

  /** (keys, d), float32: the gradient of a sequence's values. */
  CpuBuffer valueRows() {
    return valueRows;
  }

  @Override
  public void close() {
    runner.close();
    scores.close();
    dScores.close();
    roundedScores.close();
    roundedDScores.close();
    queryRows.close();
    keyRows.close();
    valueRows.close();
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.ProductShape.Operand.rows;
import static dev.kindling.model.kernels.cpu.ProductShape.Operand.transposed;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;

/** The matrix products of one shape of score tiles, compiled when they are first needed. */
final class TileProducts {
  /**
   * What distinguishes them.
   *
   * @param keys rows of the tile
   * @param queries columns of the tile
   * @param tileStride distance of two rows of the tile
   * @param keyStride distance of two keys, and of two values
   * @param queryStride distance of two queries
   * @param contextStride distance of two rows of the context's gradient
   */
  record Shape(
      ElementType type,
      int headSize,
      int keys,
      int queries,
      int tileStride,
      int keyStride,
      int queryStride,
      int contextStride) {}

  private final Shape shape;
  private final Primitive scores;
  private final Primitive[] context = new Primitive[2];
  private final Primitive[] keyGradients = new Primitive[2];
  private final Primitive[] valueGradients = new Primitive[2];
  private Primitive probabilityGradients;

  TileProducts(Shape shape) {
    this.shape = shape;
    scores = byKey(shape.queryStride());
  }

  /** Scores (keys, queries) = keys (keys, d) · queriesᵀ (d, queries). */
  Primitive scores() {
    return scores;
  }

  /** Gradients of the probabilities (keys, queries) = values (keys, d) · dContextᵀ (d, queries). */
  Primitive probabilityGradients() {
    if (probabilityGradients == null) {
      probabilityGradients = byKey(shape.contextStride());
    }
    return probabilityGradients;
  }

  /**
   * Context (queries, d) = probabilitiesᵀ (queries, keys) · values (keys, d); also the gradient of
   * queries from that of scores and keys.
   */
  Primitive overKeys(boolean accumulate) {
    int which = accumulate ? 1 : 0;
    if (context[which] == null) {
      Operand a = transposed(shape.tileStride());
      Operand b = rows(shape.keyStride());
      context[which] = sum(shape.queries(), shape.keys(), a, b, accumulate);
    }
    return context[which];
  }

  /** Gradient of keys (keys, d) = gradient of scores (keys, queries) · queries (queries, d). */
  Primitive keyGradients(boolean accumulate) {
    return overQueries(keyGradients, shape.queryStride(), accumulate);
  }

  /** Gradient of values (keys, d) = probabilities (keys, queries) · dContext (queries, d). */
  Primitive valueGradients(boolean accumulate) {
    return overQueries(valueGradients, shape.contextStride(), accumulate);
  }

  private Primitive overQueries(Primitive[] products, int stride, boolean accumulate) {
    int which = accumulate ? 1 : 0;
    if (products[which] == null) {
      Operand a = rows(shape.tileStride());
      products[which] = sum(shape.keys(), shape.queries(), a, rows(stride), accumulate);
    }
    return products[which];
  }

  private Primitive byKey(int stride) {
    return Products.of(
        new ProductShape(
            shape.keys(),
            shape.queries(),
            shape.headSize(),
            shape.type(),
            ElementType.FLOAT32,
            rows(shape.keyStride()),
            transposed(stride),
            shape.tileStride(),
            false,
            false));
  }

  private Primitive sum(int m, int k, Operand a, Operand b, boolean accumulate) {
    return Products.of(
        new ProductShape(
            m,
            shape.headSize(),
            k,
            shape.type(),
            ElementType.FLOAT32,
            a,
            b,
            shape.headSize(),
            false,
            accumulate));
  }
}

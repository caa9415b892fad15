package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;

/**
 * The arguments of {@link dev.kindling.model.kernels.Kernels#attention} and of its gradient.
 *
 * @param dContext null on the way forward, as dQkv
 */
record AttentionBuffers(
    Attention shape,
    Dropout dropout,
    CpuBuffer qkv,
    CpuBuffer logSumExp,
    CpuBuffer context,
    CpuBuffer dContext,
    CpuBuffer dQkv) {

  /** Returns the queries of a block, whose tiles then fit the second-level cache. */
  int blockQueries() {
    // What is above the diagonal of a causal block is computed in vain: hence smaller ones.
    return shape.causal() ? 64 : ScoreTile.MAX_QUERIES;
  }

  /** Returns the keys of a tile. */
  int tileKeys() {
    return shape.causal() ? ScoreTile.MAX_KEYS : ScoreTile.MAX_KEYS / 2;
  }

  /** Returns the distance of two rows of a tile: no power of two, which caches do not like. */
  int tileStride() {
    return blockQueries() + 16;
  }

  /** Returns how many blocks the queries of a sequence are cut into. */
  int blocks(int sequence) {
    return (shape.length(sequence) + blockQueries() - 1) / blockQueries();
  }

  /** Moves a tile to a place in a sequence's scores. */
  void move(ScoreTile tile, int firstQuery, int queries, int firstKey, int keys) {
    tile.move(firstQuery, queries, firstKey, keys, shape.causal(), tileStride());
  }

  /** Returns how many keys of a sequence a block of queries sees. */
  int visibleKeys(int sequence, int firstQuery, int queries) {
    return shape.causal() ? firstQuery + queries : shape.length(sequence);
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;

/**
 * Gradient of attention of one sequence and head, on one thread (Dao et al. 2022): probabilities
 * are computed again, tile by tile.
 */
final class AttentionBackward implements AutoCloseable {
  private final TileMemory memory;
  private final TileProducts products;
  private final ScoreTile tile = new ScoreTile();
  private final HeadRows queries = new HeadRows();
  private final HeadRows keys = new HeadRows();
  private final HeadRows values = new HeadRows();
  private final HeadRows dContext = new HeadRows();
  private final HeadSums dQueries = new HeadSums();
  private final HeadSums dKeys = new HeadSums();
  private final HeadSums dValues = new HeadSums();
  private final QueryLanes lanes = new QueryLanes();
  private final TileGradient gradient;

  AttentionBackward(TileMemory memory, TileProducts products) {
    this.memory = memory;
    this.products = products;
    gradient = new TileGradient(memory, lanes);
  }

  void run(AttentionBuffers in, int sequence, int head) {
    Attention a = in.shape();
    int length = a.length(sequence);
    int start = a.starts()[sequence];
    int d = a.headSize();
    int width = 3 * a.hidden();
    int column = head * d;
    int blocks = in.blocks(sequence);
    boolean once = blocks == 1;
    memory.reserve(in.tileKeys() * in.tileStride(), in.qkv().type(), true);
    products.begin(in);
    dKeys.pointDirect(in.dQkv(), width, start, length, a.hidden() + column, d, once);
    dValues.pointDirect(in.dQkv(), width, start, length, 2 * a.hidden() + column, d, once);
    // The last block sees all keys, so it begins their sums.
    for (int block = blocks - 1; block >= 0; block--) {
      addBlock(in, sequence, head, block, block < blocks - 1);
    }
    dKeys.finish();
    dValues.finish();
  }

  private void addBlock(
      AttentionBuffers in, int sequence, int head, int block, boolean accumulate) {
    Attention a = in.shape();
    int d = a.headSize();
    int width = 3 * a.hidden();
    int column = head * d;
    int start = a.starts()[sequence];
    int first = block * in.blockQueries();
    int count = Math.min(in.blockQueries(), a.length(sequence) - first);
    int end = in.visibleKeys(sequence, first, count);
    lanes.prepare(a, in.dropout(), head, start + first, count);
    gradient.begin(in, head, start + first, count);
    queries.point(in.qkv(), width, start + first, count, column, d);
    dContext.point(in.dContext(), a.hidden(), start + first, count, column, d);
    boolean once = end <= in.tileKeys();
    dQueries.pointDirect(in.dQkv(), width, start + first, count, column, d, once);
    for (int key = 0; key < end; key += in.tileKeys()) {
      int size = Math.min(in.tileKeys(), end - key);
      keys.point(in.qkv(), width, start + key, size, a.hidden() + column, d);
      values.point(in.qkv(), width, start + key, size, 2 * a.hidden() + column, d);
      in.move(tile, first, count, key, size);
      addTile(accumulate);
    }
    dQueries.finish();
  }

  private void addTile(boolean accumulate) {
    products.multiply(tile, keys, queries, memory.scores());
    products.multiply(tile, values, dContext, memory.dProbabilities());
    gradient.run(tile);
    products.sumOverQueries(tile, memory.probabilities(), dContext, accumulate, dValues);
    products.sumOverQueries(tile, memory.dScores(), queries, accumulate, dKeys);
    products.sumOverKeys(tile, memory.dScores(), keys, tile.firstKey() > 0, dQueries);
  }

  @Override
  public void close() {
    queries.close();
    keys.close();
    values.close();
    dContext.close();
    dQueries.close();
    dKeys.close();
    dValues.close();
  }
}

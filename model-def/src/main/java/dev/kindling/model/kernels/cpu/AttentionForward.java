package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;

/** Attention of a block of queries of one sequence and head, on one thread. */
final class AttentionForward implements AutoCloseable {
  private final TileMemory memory;
  private final TileProducts products;
  private final ScoreTile tile = new ScoreTile();
  private final HeadRows queries = new HeadRows();
  private final HeadRows keys = new HeadRows();
  private final HeadRows values = new HeadRows();
  private final HeadSums context = new HeadSums();
  private final QueryLanes lanes = new QueryLanes();
  private final TileSoftmax softmax;

  AttentionForward(TileMemory memory, TileProducts products) {
    this.memory = memory;
    this.products = products;
    softmax = new TileSoftmax(memory, lanes);
  }

  void run(AttentionBuffers in, int sequence, int head, int block) {
    Attention a = in.shape();
    int d = a.headSize();
    int width = 3 * a.hidden();
    int column = head * d;
    int start = a.starts()[sequence];
    int first = block * in.blockQueries();
    int count = Math.min(in.blockQueries(), a.length(sequence) - first);
    memory.reserve(in.tileKeys() * in.tileStride(), in.qkv().type(), false);
    products.begin(in);
    lanes.prepare(a, in.dropout(), head, start + first, count);
    softmax.begin(d);
    queries.point(in.qkv(), width, start + first, count, column, d);
    context.point(in.context(), a.hidden(), start + first, count, column, d);
    int end = in.visibleKeys(sequence, first, count);
    for (int key = 0; key < end; key += in.tileKeys()) {
      int size = Math.min(in.tileKeys(), end - key);
      keys.point(in.qkv(), width, start + key, size, a.hidden() + column, d);
      values.point(in.qkv(), width, start + key, size, 2 * a.hidden() + column, d);
      in.move(tile, first, count, key, size);
      addTile();
    }
    int logarithms = head * a.rows() + start + first;
    for (int query = 0; query < count; query++) {
      context.copy(query, softmax.reciprocal(query));
      Lanes.set(in.logSumExp(), logarithms + query, softmax.logSumExp(query));
    }
  }

  private void addTile() {
    products.multiply(tile, keys, queries, memory.scores());
    softmax.add(tile);
    boolean further = tile.firstKey() > 0;
    if (further) {
      for (int query = 0; query < tile.queries(); query++) {
        context.multiply(query, softmax.correction(query));
      }
    }
    products.sumOverKeys(tile, memory.probabilities(), values, further, context);
  }

  @Override
  public void close() {
    queries.close();
    keys.close();
    values.close();
    context.close();
  }
}

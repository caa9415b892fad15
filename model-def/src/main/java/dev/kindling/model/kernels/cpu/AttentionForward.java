package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;

/** Attention of a block of queries of one sequence and head, on one thread. */
final class AttentionForward implements AutoCloseable {
  private final AttentionScratch scratch;
  private final HeadRows queries = new HeadRows();
  private final HeadRows keys = new HeadRows();
  private final HeadRows values = new HeadRows();
  private final QueryLanes lanes = new QueryLanes();
  private final TileSoftmax softmax;

  AttentionForward(AttentionScratch scratch) {
    this.scratch = scratch;
    softmax = new TileSoftmax(scratch, lanes);
  }

  void run(AttentionBuffers in, int sequence, int head, int block) {
    Attention a = in.shape();
    int d = a.headSize();
    int width = 3 * a.hidden();
    int column = head * d;
    int start = a.starts()[sequence];
    int first = block * in.blockQueries();
    int count = Math.min(in.blockQueries(), a.length(sequence) - first);
    scratch.reserve(in);
    lanes.prepare(a, in.dropout(), head, start + first, count);
    softmax.begin(d);
    queries.point(in.qkv(), width, start + first, count, column, d);
    int end = in.visibleKeys(sequence, first, count);
    for (int key = 0; key < end; key += in.tileKeys()) {
      int size = Math.min(in.tileKeys(), end - key);
      keys.point(in.qkv(), width, start + key, size, a.hidden() + column, d);
      values.point(in.qkv(), width, start + key, size, 2 * a.hidden() + column, d);
      add(in, in.tile(first, count, key, size));
    }
    finish(in, start + first, head, count);
  }

  private void add(AttentionBuffers in, ScoreTile tile) {
    long scores = scratch.scores().address(0);
    TileProducts products = scratch.products(in, tile, keys, queries, in.shape().hidden());
    scratch.multiply(products.scores(), keys.address(), queries.address(), scores);
    softmax.add(tile);
    boolean further = tile.firstKey() > 0;
    CpuBuffer context = scratch.queryRows();
    if (further) {
      int d = in.shape().headSize();
      for (int query = 0; query < tile.queries(); query++) {
        HeadRows.write(context, query * d, d, softmax.correction(query), context, query * d);
      }
    }
    long probabilities = scratch.probabilities().address(0);
    Primitive product = products.overKeys(further);
    scratch.multiply(product, probabilities, values.address(), context.address(0));
  }

  private void finish(AttentionBuffers in, int row, int head, int count) {
    Attention a = in.shape();
    int d = a.headSize();
    for (int query = 0; query < count; query++) {
      int to = (row + query) * a.hidden() + head * d;
      float factor = softmax.reciprocal(query);
      HeadRows.write(scratch.queryRows(), query * d, d, factor, in.context(), to);
      Lanes.set(in.logSumExp(), head * a.rows() + row + query, softmax.logSumExp(query));
    }
  }

  @Override
  public void close() {
    queries.close();
    keys.close();
    values.close();
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;
import jdk.incubator.vector.FloatVector;

/**
 * Gradient of attention of one sequence and head, on one thread (Dao et al. 2022): the
 * probabilities are computed again, tile by tile.
 */
final class AttentionBackward implements AutoCloseable {
  private final AttentionScratch scratch;
  private final HeadRows queries = new HeadRows();
  private final HeadRows keys = new HeadRows();
  private final HeadRows values = new HeadRows();
  private final HeadRows dContext = new HeadRows();
  private final QueryLanes lanes = new QueryLanes();
  private final TileGradient gradient;

  AttentionBackward(AttentionScratch scratch) {
    this.scratch = scratch;
    gradient = new TileGradient(scratch, lanes);
  }

  void run(AttentionBuffers in, int sequence, int head) {
    Attention a = in.shape();
    int length = a.length(sequence);
    int start = a.starts()[sequence];
    int d = a.headSize();
    scratch.reserveGradients(in, length);
    int blocks = in.blocks(sequence);
    // The last block sees all keys, so it begins their sums.
    for (int block = blocks - 1; block >= 0; block--) {
      addBlock(in, sequence, head, block, block < blocks - 1);
    }
    int width = 3 * a.hidden();
    for (int key = 0; key < length; key++) {
      int to = (start + key) * width + a.hidden() + head * d;
      HeadRows.write(scratch.keyRows(), key * d, d, 1, in.dQkv(), to);
      HeadRows.write(scratch.valueRows(), key * d, d, 1, in.dQkv(), to + a.hidden());
    }
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
    lanes.prepare(a, in.dropout(), head, start + first, count);
    gradient.begin(d);
    prepareQueries(in, start + first, head, count);
    queries.point(in.qkv(), width, start + first, count, column, d);
    dContext.point(in.dContext(), a.hidden(), start + first, count, column, d);
    int end = in.visibleKeys(sequence, first, count);
    for (int key = 0; key < end; key += in.tileKeys()) {
      int size = Math.min(in.tileKeys(), end - key);
      keys.point(in.qkv(), width, start + key, size, a.hidden() + column, d);
      values.point(in.qkv(), width, start + key, size, 2 * a.hidden() + column, d);
      addTile(in, in.tile(first, count, key, size), accumulate);
    }
    for (int query = 0; query < count; query++) {
      int to = (start + first + query) * width + column;
      HeadRows.write(scratch.queryRows(), query * d, d, 1, in.dQkv(), to);
    }
  }

  private void addTile(AttentionBuffers in, ScoreTile tile, boolean accumulate) {
    TileProducts products = scratch.products(in, tile, keys, queries, dContext.stride());
    long scores = scratch.scores().address(0);
    long dProbabilities = scratch.dProbabilities().address(0);
    scratch.multiply(products.scores(), keys.address(), queries.address(), scores);
    scratch.multiply(
        products.probabilityGradients(), values.address(), dContext.address(), dProbabilities);
    gradient.run(tile);
    int at = tile.firstKey() * in.shape().headSize();
    long probabilities = scratch.probabilities().address(0);
    long dScores = scratch.dScores().address(0);
    long dValues = scratch.valueRows().address(at);
    long dKeys = scratch.keyRows().address(at);
    long dQueries = scratch.queryRows().address(0);
    scratch.multiply(
        products.valueGradients(accumulate), probabilities, dContext.address(), dValues);
    scratch.multiply(products.keyGradients(accumulate), dScores, queries.address(), dKeys);
    scratch.multiply(products.overKeys(tile.firstKey() > 0), dScores, keys.address(), dQueries);
  }

  /** Σ p·dp over a query's keys equals the product of its context and the context's gradient. */
  private void prepareQueries(AttentionBuffers in, int row, int head, int count) {
    Attention a = in.shape();
    for (int query = 0; query < count; query++) {
      int at = (row + query) * a.hidden() + head * a.headSize();
      float mean = dot(a.headSize(), in.context(), in.dContext(), at);
      gradient.query(query, Lanes.get(in.logSumExp(), head * a.rows() + row + query), mean);
    }
    for (int query = count; query < ScoreTile.padded(count); query++) {
      gradient.query(query, 0, 0); // zeros are in the padding, so the result is finite
    }
  }

  static float dot(int count, CpuBuffer x, CpuBuffer y, int at) {
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector product = Lanes.load(x, at + i).mul(Lanes.load(y, at + i));
      int rest = count - i;
      sum = sum.add(rest < Lanes.WIDTH ? Lanes.keepFirst(product, rest, 0) : product);
    }
    return Lanes.sum(sum);
  }

  @Override
  public void close() {
    queries.close();
    keys.close();
    values.close();
    dContext.close();
  }
}

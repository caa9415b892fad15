package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Probabilities p from scores and the logarithm of their denominator, and the scores' gradients. A
 * score is its products' sum times 1/√d; the gradients are those of the sum. With dropout's factors
 * f, they are {@code p·(f·dp - mean)/√d}, where dp are the gradients of p·f.
 */
final class TileGradient {
  private final AttentionScratch scratch;
  private final QueryLanes lanes;
  private final List<ColumnPass> passes = new ArrayList<>();
  private final float[] logSumExps = new float[ScoreTile.MAX_QUERIES]; // to the base 2
  private final float[] means = new float[ScoreTile.MAX_QUERIES];
  private float scale;
  private float gradientScale;

  TileGradient(AttentionScratch scratch, QueryLanes lanes) {
    this.scratch = scratch;
    this.lanes = lanes;
  }

  /** Begins a block of the queries for which the lanes are prepared. */
  void begin(int headSize) {
    scale = TileSoftmax.scale(headSize);
    gradientScale = (float) (1 / Math.sqrt(headSize));
    ByteBuffer x = scratch.scores().bytes();
    ByteBuffer dx = scratch.dProbabilities().bytes();
    passes.clear();
    if (lanes.dropping()) {
      passes.add((tile, column) -> lanes.drop(tile, column, dx));
    }
    passes.add((tile, column) -> run(tile, column, x, dx));
    if (lanes.dropping()) {
      passes.add((tile, column) -> lanes.drop(tile, column, x));
    }
    passes.add((tile, column) -> QueryLanes.clearUnseen(tile, column, x));
    passes.add((tile, column) -> QueryLanes.clearUnseen(tile, column, dx));
    if (scratch.rounded()) {
      CpuBuffer p = scratch.probabilities();
      CpuBuffer dScores = scratch.dScores();
      passes.add((tile, column) -> QueryLanes.round(tile, column, x, p));
      passes.add((tile, column) -> QueryLanes.round(tile, column, dx, dScores));
    }
  }

  /**
   * Sets what one query needs.
   *
   * @param logSumExp natural logarithm of its softmax's denominator
   * @param mean the mean of f·dp, weighted with p
   */
  void query(int query, float logSumExp, float mean) {
    logSumExps[query] = logSumExp * Exponential.LOG2_E;
    means[query] = mean;
  }

  /**
   * Makes the scratch memory's probabilities p·f of its scores, and its gradients of scores of the
   * gradients of p·f.
   */
  void run(ScoreTile tile) {
    ColumnPass.run(tile, passes);
  }

  private void run(ScoreTile tile, int column, ByteBuffer x, ByteBuffer dx) {
    FloatVector minusScale = broadcast(-scale);
    FloatVector factor = broadcast(gradientScale);
    FloatVector logSumExp = FloatVector.fromArray(SPECIES, logSumExps, column);
    FloatVector minusMean = FloatVector.fromArray(SPECIES, means, column).mul(-gradientScale);
    int seenByAll = tile.seenByAll(column);
    int seenBySome = tile.seenBySome(column);
    int stride = tile.stride();
    for (int row = 0, at = column; row < seenBySome; row++, at += stride) {
      FloatVector p = QueryLanes.exp2OfMinus(load(x, at).fma(minusScale, logSumExp));
      if (row >= seenByAll) {
        p = QueryLanes.clearFirst(p, tile.blindLanes(column, row));
      }
      Lanes.store(p, x, at);
      Lanes.store(load(dx, at).fma(factor, minusMean).mul(p), dx, at);
    }
  }
}

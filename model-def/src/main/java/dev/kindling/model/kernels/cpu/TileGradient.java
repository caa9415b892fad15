package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;

import dev.kindling.model.kernels.Attention;
import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Probabilities p from scores and the logarithm of their denominator, and the scores' gradients. A
 * score is its products' sum times 1/√d; the gradients are those of the sum. With dropout's factors
 * f, they are {@code p·(f·dp - mean)/√d}, where dp are the gradients of p·f; the mean of f·dp,
 * weighted with p, equals the product of the context's row and its gradient.
 */
final class TileGradient {
  private final TileMemory memory;
  private final QueryLanes lanes;
  private final RowDots dots = new RowDots();
  private final float[] logSumExps = new float[ScoreTile.MAX_QUERIES]; // to the base 2
  private final float[] means = new float[ScoreTile.MAX_QUERIES];
  private final ColumnPass[] passes = {
    this::dropGradients, this::run, this::drop, this::clearUnseen, this::round
  };
  private float scale;
  private float gradientScale;

  TileGradient(TileMemory memory, QueryLanes lanes) {
    this.memory = memory;
    this.lanes = lanes;
  }

  /**
   * Begins a block of queries, for which the lanes are prepared: rows of all matrices and one head.
   */
  void begin(AttentionBuffers in, int head, int firstRow, int count) {
    Attention a = in.shape();
    scale = TileSoftmax.scale(a.headSize());
    gradientScale = (float) (1 / Math.sqrt(a.headSize()));
    int at = firstRow * a.hidden() + head * a.headSize();
    dots.run(in.context(), in.dContext(), at, a.hidden(), count, a.headSize(), means);
    for (int query = 0; query < count; query++) {
      float logSumExp = Lanes.get(in.logSumExp(), head * a.rows() + firstRow + query);
      logSumExps[query] = logSumExp * Exponential.LOG2_E;
    }
    // With scores of zero, other lanes get probabilities of 1, which meet zeros in the products.
    Arrays.fill(logSumExps, count, ScoreTile.MAX_QUERIES, 0);
    Arrays.fill(means, count, ScoreTile.MAX_QUERIES, 0);
  }

  /**
   * Makes the tile's probabilities p·f of its scores, and its gradients of scores of those of p·f.
   */
  void run(ScoreTile tile) {
    ColumnPass.run(tile, passes);
  }

  private void dropGradients(ScoreTile tile, int column) {
    if (lanes.dropping()) {
      lanes.drop(tile, column, memory.dProbabilities().bytes());
    }
  }

  private void run(ScoreTile tile, int column) {
    ByteBuffer x = memory.scores().bytes();
    ByteBuffer dx = memory.dProbabilities().bytes();
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

  private void drop(ScoreTile tile, int column) {
    if (lanes.dropping()) {
      lanes.drop(tile, column, memory.scores().bytes());
    }
  }

  private void clearUnseen(ScoreTile tile, int column) {
    QueryLanes.clearUnseen(tile, column, memory.scores().bytes());
    QueryLanes.clearUnseen(tile, column, memory.dProbabilities().bytes());
  }

  private void round(ScoreTile tile, int column) {
    if (memory.rounded()) {
      QueryLanes.round(tile, column, memory.scores().bytes(), memory.probabilities().bytes());
      QueryLanes.round(tile, column, memory.dProbabilities().bytes(), memory.dScores().bytes());
    }
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Probabilities from scores and the logarithm of their denominator, and the scores' gradients. */
final class TileGradient {
  private final float[] logSumExps; // to the base 2
  private final float[] means;
  private float scale;

  TileGradient() {
    logSumExps = new float[ScoreTile.MAX_QUERIES];
    means = new float[ScoreTile.MAX_QUERIES];
  }

  void begin(int headSize) {
    scale = TileSoftmax.scale(headSize);
  }

  /**
   * Sets what one query needs.
   *
   * @param logSumExp natural logarithm of its softmax's denominator
   * @param mean its probabilities' gradients, weighted with the probabilities
   */
  void query(int query, float logSumExp, float mean) {
    logSumExps[query] = logSumExp * Exponential.LOG2_E;
    means[query] = mean;
  }

  /**
   * With p the probabilities and f dropout's factors: p·f, and p·(f·dp - mean).
   *
   * @param scores may be the buffer of the probabilities
   * @param dProbabilities gradients of p·f; may be the buffer of dScores
   */
  void run(
      ScoreTile tile,
      QueryLanes lanes,
      CpuBuffer scores,
      CpuBuffer dProbabilities,
      CpuBuffer probabilities,
      CpuBuffer dScores) {
    for (int column = 0; column < tile.paddedQueries(); column += WIDTH) {
      run(tile, lanes, column, scores.bytes(), dProbabilities.bytes(), probabilities, dScores);
    }
  }

  private void run(
      ScoreTile tile,
      QueryLanes lanes,
      int column,
      ByteBuffer scores,
      ByteBuffer dProbabilities,
      CpuBuffer probabilities,
      CpuBuffer dScores) {
    FloatVector minusScale = broadcast(-scale);
    FloatVector logSumExp = FloatVector.fromArray(SPECIES, logSumExps, column);
    FloatVector mean = FloatVector.fromArray(SPECIES, means, column);
    IntVector low = lanes.lowKeys(column);
    IntVector high = lanes.highKeys(column);
    int at = column;
    int seenByAll = tile.seenByAll(column);
    int seenBySome = tile.seenBySome(column);
    for (int row = 0; row < seenBySome; row++) {
      FloatVector p = QueryLanes.exp2OfMinus(load(scores, at).fma(minusScale, logSumExp));
      if (row >= seenByAll) {
        p = QueryLanes.replaceFirst(p, tile.blindLanes(column, row), 0);
      }
      FloatVector d = load(dProbabilities, at);
      if (lanes.dropping()) {
        FloatVector factors = lanes.factors(low, high, tile.firstKey() + row);
        d = d.mul(factors);
        Lanes.store(p.mul(factors), probabilities, at);
      } else {
        Lanes.store(p, probabilities, at);
      }
      Lanes.store(d.sub(mean).mul(p), dScores, at);
      at += tile.stride();
    }
    for (int row = seenBySome; row < tile.paddedKeys(); row++) {
      Lanes.store(Lanes.zero(), probabilities, at);
      Lanes.store(Lanes.zero(), dScores, at);
      at += tile.stride();
    }
  }
}

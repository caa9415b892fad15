package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax over the keys of a block of queries, tile by tile (Milakov and Gimelshein 2018): each
 * query's highest score and the sum of its exponentials so far, of which earlier ones count less
 * when a later tile has a higher score.
 */
final class TileSoftmax {
  private static final double LN_2 = 0.6931471805599453;

  private final float[] highest;
  private final float[] sums;
  private final float[] corrections;
  private float scale; // of scores, to powers of two

  TileSoftmax() {
    highest = new float[ScoreTile.MAX_QUERIES];
    sums = new float[ScoreTile.MAX_QUERIES];
    corrections = new float[ScoreTile.MAX_QUERIES];
  }

  /** Returns 1/√d, times what makes exponents of e exponents of two. */
  static float scale(int headSize) {
    return (float) (1 / (Math.sqrt(headSize) * LN_2));
  }

  void begin(int headSize) {
    scale = scale(headSize);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    Arrays.fill(sums, 0);
  }

  /** Replaces scores by their exponentials, with dropout, in a buffer of the same layout. */
  void add(ScoreTile tile, QueryLanes lanes, CpuBuffer scores, CpuBuffer exponentials) {
    for (int column = 0; column < tile.paddedQueries(); column += WIDTH) {
      FloatVector before = FloatVector.fromArray(SPECIES, highest, column);
      FloatVector now = highest(tile, column, scores.bytes(), before);
      now.intoArray(highest, column);
      FloatVector correction = QueryLanes.exp2OfMinus(now.sub(before).mul(scale));
      correction.intoArray(corrections, column);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, column).mul(correction);
      sum = exponentials(tile, lanes, column, now.mul(scale), sum, scores.bytes(), exponentials);
      sum.intoArray(sums, column);
    }
  }

  /** Returns the highest scores of a column's lanes, which no score before is above. */
  private static FloatVector highest(
      ScoreTile tile, int column, ByteBuffer scores, FloatVector before) {
    // The bits of floats, as integers: of positive ones the largest belongs to the highest, of
    // negative ones the smallest. Two integer instructions; a maximum of floats takes six.
    IntVector largest = before.reinterpretAsInts();
    IntVector smallest = largest;
    int seenByAll = tile.seenByAll(column);
    int at = column;
    for (int row = 0; row < seenByAll; row++) {
      IntVector x = load(scores, at).reinterpretAsInts();
      largest = largest.lanewise(VectorOperators.MAX, x);
      smallest = smallest.lanewise(VectorOperators.MIN, x);
      at += tile.stride();
    }
    int seenBySome = tile.seenBySome(column);
    for (int row = seenByAll; row < seenBySome; row++) {
      FloatVector seen =
          QueryLanes.replaceFirst(load(scores, at), tile.blindLanes(column, row), -Float.MAX_VALUE);
      IntVector x = seen.reinterpretAsInts();
      largest = largest.lanewise(VectorOperators.MAX, x);
      smallest = smallest.lanewise(VectorOperators.MIN, x);
      at += tile.stride();
    }
    return smallest.blend(largest, largest.compare(VectorOperators.GE, 0)).reinterpretAsFloats();
  }

  /** Returns the sum of exponentials, to which a column's are added. */
  private FloatVector exponentials(
      ScoreTile tile,
      QueryLanes lanes,
      int column,
      FloatVector offset,
      FloatVector before,
      ByteBuffer scores,
      CpuBuffer exponentials) {
    FloatVector minusScale = broadcast(-scale);
    IntVector low = lanes.lowKeys(column);
    IntVector high = lanes.highKeys(column);
    FloatVector sum = before;
    int at = column;
    int seenByAll = tile.seenByAll(column);
    for (int row = 0; row < seenByAll; row++) {
      FloatVector e = QueryLanes.exp2OfMinus(load(scores, at).fma(minusScale, offset));
      sum = sum.add(e);
      if (lanes.dropping()) {
        e = e.mul(lanes.factors(low, high, tile.firstKey() + row));
      }
      Lanes.store(e, exponentials, at);
      at += tile.stride();
    }
    int seenBySome = tile.seenBySome(column);
    for (int row = seenByAll; row < seenBySome; row++) {
      FloatVector e = QueryLanes.exp2OfMinus(load(scores, at).fma(minusScale, offset));
      e = QueryLanes.replaceFirst(e, tile.blindLanes(column, row), 0);
      sum = sum.add(e);
      if (lanes.dropping()) {
        e = e.mul(lanes.factors(low, high, tile.firstKey() + row));
      }
      Lanes.store(e, exponentials, at);
      at += tile.stride();
    }
    for (int row = seenBySome; row < tile.paddedKeys(); row++) {
      Lanes.store(Lanes.zero(), exponentials, at);
      at += tile.stride();
    }
    return sum;
  }

  /** Returns the factor of what was summed before the last tile. */
  float correction(int query) {
    return corrections[query];
  }

  /** Returns one over a query's sum of exponentials. */
  float reciprocal(int query) {
    return 1 / sums[query];
  }

  /** Returns the natural logarithm of the sum of e to the power of all scaled scores. */
  float logSumExp(int query) {
    return (float) ((double) highest[query] * scale * LN_2 + Math.log(sums[query]));
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
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

  private final TileMemory memory;
  private final QueryLanes lanes;
  private final float[] highest = new float[ScoreTile.MAX_QUERIES];
  private final float[] sums = new float[ScoreTile.MAX_QUERIES];
  private final float[] corrections = new float[ScoreTile.MAX_QUERIES];
  private final ColumnPass[] passes = {
    this::updateHighest, this::addExponentials, this::drop, this::clearUnseen, this::round
  };
  private float scale; // of scores, to powers of two

  TileSoftmax(TileMemory memory, QueryLanes lanes) {
    this.memory = memory;
    this.lanes = lanes;
  }

  /** Returns 1/√d, times what makes exponents of e exponents of two. */
  static float scale(int headSize) {
    return (float) (1 / (Math.sqrt(headSize) * LN_2));
  }

  /** Begins a block of the queries for which the lanes are prepared. */
  void begin(int headSize) {
    scale = scale(headSize);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    Arrays.fill(sums, 0);
  }

  /** Makes the tile's probabilities exponentials of its scores, with dropout. */
  void add(ScoreTile tile) {
    ColumnPass.run(tile, passes);
  }

  private void updateHighest(ScoreTile tile, int column) {
    ByteBuffer scores = memory.scores().bytes();
    FloatVector before = FloatVector.fromArray(SPECIES, highest, column);
    // The bits of floats, as integers: of positive ones the largest belongs to the highest, of
    // negative ones the smallest. Two integer instructions; a maximum of floats takes six.
    IntVector largest = before.reinterpretAsInts();
    IntVector smallest = before.reinterpretAsInts();
    int seenByAll = tile.seenByAll(column);
    int seenBySome = tile.seenBySome(column);
    int stride = tile.stride();
    for (int row = 0, at = column; row < seenBySome; row++, at += stride) {
      IntVector x = load(scores, at).reinterpretAsInts();
      if (row >= seenByAll) {
        // Blind lanes become a NaN with a sign, which as an integer is never chosen.
        x = x.or(QueryLanes.first(tile.blindLanes(column, row)));
      }
      largest = largest.lanewise(VectorOperators.MAX, x);
      smallest = smallest.lanewise(VectorOperators.MIN, x);
    }
    FloatVector now =
        smallest.blend(largest, largest.compare(VectorOperators.GE, 0)).reinterpretAsFloats();
    now.intoArray(highest, column);
    FloatVector correction = QueryLanes.exp2OfMinus(now.sub(before).mul(scale));
    correction.intoArray(corrections, column);
    FloatVector.fromArray(SPECIES, sums, column).mul(correction).intoArray(sums, column);
  }

  private void addExponentials(ScoreTile tile, int column) {
    ByteBuffer x = memory.scores().bytes();
    FloatVector minusScale = broadcast(-scale);
    FloatVector offset = FloatVector.fromArray(SPECIES, highest, column).mul(scale);
    FloatVector sum = Lanes.zero(); // a parameter in its place would be boxed in each iteration
    int seenByAll = tile.seenByAll(column);
    int seenBySome = tile.seenBySome(column);
    int stride = tile.stride();
    for (int row = 0, at = column; row < seenBySome; row++, at += stride) {
      FloatVector e = QueryLanes.exp2OfMinus(load(x, at).fma(minusScale, offset));
      if (row >= seenByAll) {
        e = QueryLanes.clearFirst(e, tile.blindLanes(column, row));
      }
      sum = sum.add(e);
      Lanes.store(e, x, at);
    }
    sum.add(FloatVector.fromArray(SPECIES, sums, column)).intoArray(sums, column);
  }

  private void drop(ScoreTile tile, int column) {
    if (lanes.dropping()) {
      lanes.drop(tile, column, memory.scores().bytes());
    }
  }

  private void clearUnseen(ScoreTile tile, int column) {
    QueryLanes.clearUnseen(tile, column, memory.scores().bytes());
  }

  private void round(ScoreTile tile, int column) {
    if (memory.rounded()) {
      QueryLanes.round(tile, column, memory.scores().bytes(), memory.probabilities().bytes());
    }
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

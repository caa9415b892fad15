package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/** The passes that more than one kernel takes, and the one place that calls them. */
final class Passes {
  /** {@code x = x + y}. */
  static final Pass ADD =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector a = FloatVector.fromArray(SPECIES, x, i);
          a.add(FloatVector.fromArray(SPECIES, y, i)).intoArray(x, i);
        }
      };

  /** {@code x = x - y}. */
  static final Pass SUBTRACT =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector a = FloatVector.fromArray(SPECIES, x, i);
          a.sub(FloatVector.fromArray(SPECIES, y, i)).intoArray(x, i);
        }
      };

  /** {@code x = p · x}. */
  static final Pass SCALE =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector.fromArray(SPECIES, x, i).mul(p).intoArray(x, i);
        }
      };

  /** {@code x = p · x + q · y}. */
  static final Pass COMBINE =
      (from, to, x, y, z, p, q) -> {
        FloatVector scale = FloatVector.broadcast(SPECIES, p);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector b = FloatVector.fromArray(SPECIES, y, i).mul(q);
          FloatVector.fromArray(SPECIES, x, i).fma(scale, b).intoArray(x, i);
        }
      };

  /** {@code x = x + y · z}. */
  static final Pass ADD_PRODUCT =
      (from, to, x, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector a = FloatVector.fromArray(SPECIES, y, i);
          a.fma(FloatVector.fromArray(SPECIES, z, i), FloatVector.fromArray(SPECIES, x, i))
              .intoArray(x, i);
        }
      };

  /** y, of one vector's width, becomes the sums of x by lanes. */
  private static final Pass SUM =
      (from, to, x, y, z, p, q) -> {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += WIDTH) {
          sum = sum.add(FloatVector.fromArray(SPECIES, x, i));
        }
        sum.intoArray(y, 0);
      };

  /** y, of one vector's width, becomes the sums of {@code (x - p)²} by lanes. */
  private static final Pass SUM_SQUARES =
      (from, to, x, y, z, p, q) -> {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector difference = FloatVector.fromArray(SPECIES, x, i).sub(p);
          sum = difference.fma(difference, sum);
        }
        sum.intoArray(y, 0);
      };

  /** y, of one vector's width, becomes the sums of {@code x · z} by lanes. */
  private static final Pass SUM_PRODUCTS =
      (from, to, x, y, z, p, q) -> {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector a = FloatVector.fromArray(SPECIES, x, i);
          sum = a.fma(FloatVector.fromArray(SPECIES, z, i), sum);
        }
        sum.intoArray(y, 0);
      };

  /** y, of one vector's width, becomes the highest elements by lanes, NaN above all. */
  private static final Pass MAX =
      (from, to, x, y, z, p, q) -> {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = from; i < to; i += WIDTH) {
          max = max.max(FloatVector.fromArray(SPECIES, x, i));
        }
        max.intoArray(y, 0);
      };

  /** How often the call in {@link #run} is made before it matters: some milliseconds. */
  private static final int FIRST_CALLS = 100_000;

  static {
    // The compiler inlines a call of which it has seen two targets at most, and it remembers only
    // the first two: it shall remember these, which are never called again.
    Pass one = (from, to, x, y, z, p, q) -> {};
    Pass other = (from, to, x, y, z, p, q) -> {};
    Pass third = (from, to, x, y, z, p, q) -> {};
    for (int i = 0; i < FIRST_CALLS; i++) {
      run(one, 0, null, null, null);
      run(other, 0, null, null, null);
      run(third, 0, null, null, null);
    }
  }

  private Passes() {}

  static void run(Pass pass, int from, int to, float[] x, float[] y, float[] z, float p, float q) {
    pass.run(from, to, x, y, z, p, q);
  }

  static void run(Pass pass, int count, float[] x, float[] y, float[] z) {
    run(pass, 0, count, x, y, z, 0, 0);
  }

  static void run(Pass pass, int count, float[] x, float[] y) {
    run(pass, 0, count, x, y, null, 0, 0);
  }

  static void scale(int count, float[] x, float factor) {
    run(SCALE, 0, count, x, null, null, factor, 0);
  }

  /**
   * Returns the sum of elements, by lanes and then as a tree.
   *
   * @param lanes one vector's width, overwritten
   */
  static float sum(int from, int to, float[] x, float[] lanes) {
    run(SUM, from, to, x, lanes, null, 0, 0);
    return Lanes.sum(lanes);
  }

  /** Returns the sum of the squares of elements' differences from a number. */
  static float sumSquares(int count, float[] x, float number, float[] lanes) {
    run(SUM_SQUARES, 0, count, x, lanes, null, number, 0);
    return Lanes.sum(lanes);
  }

  static float sumProducts(int count, float[] x, float[] y, float[] lanes) {
    run(SUM_PRODUCTS, 0, count, x, lanes, y, 0, 0);
    return Lanes.sum(lanes);
  }

  /** Returns the highest element; NaN, if there is one. */
  static float max(int count, float[] x, float[] lanes) {
    run(MAX, 0, count, x, lanes, null, 0, 0);
    float max = lanes[0];
    for (int i = 1; i < WIDTH; i++) {
      max = Math.max(max, lanes[i]);
    }
    return max;
  }
}

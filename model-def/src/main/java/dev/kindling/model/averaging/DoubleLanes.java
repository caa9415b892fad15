package dev.kindling.model.averaging;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Passes over a block of float32 numbers in double precision, by vectors. Each number is computed
 * from those at its own place alone, without fused products, so the bits are those of plain Java.
 * Methods are small: big ones box vectors.
 */
final class DoubleLanes {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = DOUBLES.length();
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private DoubleLanes() {}

  /** {@code sums = factor · values}. */
  static void scale(double[] sums, double factor, float[] values, int from, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      load(values, from + i).mul(factor).intoArray(sums, i);
    }
    for (int i = whole; i < count; i++) {
      sums[i] = factor * values[from + i];
    }
  }

  /** {@code sums = sums + factor · values}. */
  static void add(double[] sums, double factor, float[] values, int from, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, sums, i);
      sum.add(load(values, from + i).mul(factor)).intoArray(sums, i);
    }
    for (int i = whole; i < count; i++) {
      sums[i] += factor * values[from + i];
    }
  }

  /** {@code target = sums / divisor}. */
  static void divide(double[] sums, double divisor, float[] target, int from, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      store(DoubleVector.fromArray(DOUBLES, sums, i).div(divisor), target, from + i);
    }
    for (int i = whole; i < count; i++) {
      target[from + i] = (float) (sums[i] / divisor);
    }
  }

  /** {@code differences = x - y}. */
  static void subtract(
      double[] differences, float[] x, int xFrom, float[] y, int yFrom, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      load(x, xFrom + i).sub(load(y, yFrom + i)).intoArray(differences, i);
    }
    for (int i = whole; i < count; i++) {
      differences[i] = (double) x[xFrom + i] - y[yFrom + i];
    }
  }

  /** {@code sums = sums + x²}. */
  static void addSquares(double[] sums, double[] x, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += x[i] * x[i];
    }
  }

  /** {@code momentum = factor · momentum + x}, then {@code x = x + factor · momentum}. */
  static void push(float[] momentum, int from, double factor, double[] x, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector gradient = DoubleVector.fromArray(DOUBLES, x, i);
      store(load(momentum, from + i).mul(factor).add(gradient), momentum, from + i);
      gradient.add(load(momentum, from + i).mul(factor)).intoArray(x, i);
    }
    for (int i = whole; i < count; i++) {
      momentum[from + i] = (float) (factor * momentum[from + i] + x[i]);
      x[i] += factor * momentum[from + i];
    }
  }

  /** {@code target = factor · x}. */
  static void multiply(float[] target, double factor, double[] x, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      store(DoubleVector.fromArray(DOUBLES, x, i).mul(factor), target, i);
    }
    for (int i = whole; i < count; i++) {
      target[i] = (float) (factor * x[i]);
    }
  }

  /** {@code target = origin + factor · x}. */
  static void move(float[] target, float[] origin, int from, double factor, double[] x, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector change = DoubleVector.fromArray(DOUBLES, x, i).mul(factor);
      store(load(origin, from + i).add(change), target, i);
    }
    for (int i = whole; i < count; i++) {
      target[i] = (float) (origin[from + i] + factor * x[i]);
    }
  }

  private static DoubleVector load(float[] values, int at) {
    FloatVector floats = FloatVector.fromArray(FLOATS, values, at);
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  private static void store(DoubleVector values, float[] target, int at) {
    FloatVector floats = (FloatVector) values.convertShape(VectorOperators.D2F, FLOATS, 0);
    floats.intoArray(target, at);
  }
}

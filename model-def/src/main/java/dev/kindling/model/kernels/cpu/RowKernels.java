package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.Lanes.storeFirst;

import dev.kindling.model.kernels.Dropout;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Biases, tanh, residuals and dropout: what touches each element of each row once. */
final class RowKernels {
  private RowKernels() {}

  /** Adds {@code count} elements of x from {@code from} to those of y from {@code to}. */
  static void add(int count, ByteBuffer x, int from, ByteBuffer y, int to) {
    int bound = Lanes.bound(count);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      store(load(y, to + i).add(load(x, from + i)), y, to + i);
    }
    if (bound < count) {
      FloatVector sum = load(y, to + bound).add(load(x, from + bound));
      storeFirst(sum, y, to + bound, count - bound);
    }
  }

  static void tanh(int at, int columns, ByteBuffer x, ByteBuffer bias) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      store(tanh(load(x, at + i).add(load(bias, i))), x, at + i);
    }
    if (bound < columns) {
      FloatVector y = tanh(load(x, at + bound).add(load(bias, bound)));
      storeFirst(y, x, at + bound, columns - bound);
    }
  }

  static void tanhBackward(int at, int columns, ByteBuffer y, ByteBuffer dy) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      store(tanhSlope(load(y, at + i)).mul(load(dy, at + i)), dy, at + i);
    }
    if (bound < columns) {
      FloatVector d = tanhSlope(load(y, at + bound)).mul(load(dy, at + bound));
      storeFirst(d, dy, at + bound, columns - bound);
    }
  }

  static void dropout(int row, int columns, Dropout dropout, ByteBuffer x, ByteBuffer y) {
    long key = dropout.rowKey(row);
    int threshold = DropoutMask.threshold(dropout);
    int kept = DropoutMask.keptBits(dropout);
    int at = row * columns;
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      store(load(x, at + i).mul(DropoutMask.factors(key, i, threshold, kept)), y, at + i);
    }
    if (bound < columns) {
      FloatVector v = load(x, at + bound).mul(DropoutMask.factors(key, bound, threshold, kept));
      storeFirst(v, y, at + bound, columns - bound);
    }
  }

  static void addResidual(int at, int columns, ByteBuffer x, ByteBuffer bias, ByteBuffer residual) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector v = load(x, at + i).add(load(bias, i));
      store(v.add(load(residual, at + i)), x, at + i);
    }
    if (bound < columns) {
      FloatVector v = load(x, at + bound).add(load(bias, bound));
      storeFirst(v.add(load(residual, at + bound)), x, at + bound, columns - bound);
    }
  }

  static void addResidual(
      int row, int columns, ByteBuffer x, ByteBuffer bias, Dropout dropout, ByteBuffer residual) {
    long key = dropout.rowKey(row);
    int threshold = DropoutMask.threshold(dropout);
    int kept = DropoutMask.keptBits(dropout);
    int at = row * columns;
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector v = load(x, at + i).add(load(bias, i));
      v = v.mul(DropoutMask.factors(key, i, threshold, kept));
      store(v.add(load(residual, at + i)), x, at + i);
    }
    if (bound < columns) {
      FloatVector v = load(x, at + bound).add(load(bias, bound));
      v = v.mul(DropoutMask.factors(key, bound, threshold, kept));
      storeFirst(v.add(load(residual, at + bound)), x, at + bound, columns - bound);
    }
  }

  /** tanh(x) = 2 / (1 + exp(-2x)) - 1. */
  private static FloatVector tanh(FloatVector x) {
    return broadcast(2f).div(Lanes.exp(x.mul(-2f)).add(1f)).sub(1f);
  }

  private static FloatVector tanhSlope(FloatVector y) {
    return broadcast(1f).sub(y.mul(y));
  }
}

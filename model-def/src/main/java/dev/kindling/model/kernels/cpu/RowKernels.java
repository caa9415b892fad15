package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.RowScratch.SEGMENT;

import dev.kindling.model.kernels.Dropout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Biases, residuals, dropout, tanh, sums: what touches each element of each row once. */
final class RowKernels {
  /** Rows summed by themselves before their sum is added, so that rounding errors stay small. */
  private static final int SUMMED_ROWS = 64;

  private static final Pass TANH_EXPONENTS =
      (from, to, e, x, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          v.abs().mul(2 * Exponential.LOG2_E).intoArray(e, i);
        }
      };

  /** tanh(x) = ±(1 - e) / (1 + e) with e = exp(-2·|x|). */
  private static final Pass TANH =
      (from, to, x, exponentials, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector e = FloatVector.fromArray(SPECIES, exponentials, i);
          FloatVector y = e.neg().add(1f).div(e.add(1f));
          y = y.blend(y.neg(), v.compare(VectorOperators.LT, 0f));
          y.blend(v, v.compare(VectorOperators.NE, v)).intoArray(x, i); // or NaN would be lost
        }
      };

  private static final Pass TANH_SLOPE =
      (from, to, d, y, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, y, i);
          FloatVector dy = FloatVector.fromArray(SPECIES, d, i);
          v.mul(v).neg().add(1f).mul(dy).intoArray(d, i);
        }
      };

  private RowKernels() {}

  /**
   * {@code y = product + bias}; all any.
   *
   * @param product read from row {@code productRow} on; it may be {@code y}, if the rows are the
   *     same
   * @param bias float32, or null for none
   * @param row first row of {@code y}
   */
  static void bias(
      int rows,
      int columns,
      CpuBuffer product,
      int productRow,
      CpuBuffer bias,
      int row,
      CpuBuffer y) {
    RowScratch scratch = RowScratch.ofThread();
    float[] x = scratch.array(0, SEGMENT);
    float[] b = scratch.array(1, SEGMENT);
    for (int column = 0; column < columns; column += SEGMENT) {
      int count = Math.min(SEGMENT, columns - column);
      scratch.readBias(bias, column, count, b);
      for (int r = 0; r < rows; r++) {
        scratch.read(product, (productRow + r) * columns + column, count, x);
        Passes.run(Passes.ADD, count, x, b);
        scratch.write(x, y, (row + r) * columns + column, count);
      }
    }
  }

  /**
   * {@code sum = residual + dropout(product + bias)}; all any.
   *
   * @param product read from row {@code productRow} on
   * @param bias float32, or null for none
   * @param row first row of {@code residual} and {@code sum}, and the one that dropout knows
   * @param sum may be one of the others, if the rows are the same
   */
  static void residual(
      int rows,
      int columns,
      CpuBuffer product,
      int productRow,
      CpuBuffer bias,
      Dropout dropout,
      CpuBuffer residual,
      int row,
      CpuBuffer sum) {
    RowScratch scratch = RowScratch.ofThread();
    float[] x = scratch.array(0, SEGMENT);
    float[] b = scratch.array(1, SEGMENT);
    float[] old = scratch.array(2, SEGMENT);
    for (int column = 0; column < columns; column += SEGMENT) {
      int count = Math.min(SEGMENT, columns - column);
      scratch.readBias(bias, column, count, b);
      for (int r = 0; r < rows; r++) {
        int at = (row + r) * columns + column;
        scratch.read(product, (productRow + r) * columns + column, count, x);
        scratch.read(residual, at, count, old);
        Passes.run(Passes.ADD, count, x, b);
        if (dropout.active()) {
          scratch.dropout().apply(dropout, row + r, column, count, x);
        }
        Passes.run(Passes.ADD, count, x, old);
        scratch.write(x, sum, at, count);
      }
    }
  }

  /**
   * Adds {@code count} elements of x from {@code from} on to those of y from {@code to} on; any.
   */
  static void add(int count, CpuBuffer x, int from, CpuBuffer y, int to) {
    RowScratch scratch = RowScratch.ofThread();
    float[] a = scratch.array(0, SEGMENT);
    float[] b = scratch.array(1, SEGMENT);
    for (int start = 0; start < count; start += SEGMENT) {
      int length = Math.min(SEGMENT, count - start);
      scratch.read(x, from + start, length, a);
      scratch.read(y, to + start, length, b);
      Passes.run(Passes.ADD, length, b, a);
      scratch.write(b, y, to + start, length);
    }
  }

  /** y becomes x with elements dropped, rows {@code [from, to)}; both any, and may be one. */
  static void dropout(int from, int to, int columns, Dropout dropout, CpuBuffer x, CpuBuffer y) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    for (int row = from; row < to; row++) {
      for (int column = 0; column < columns; column += SEGMENT) {
        int count = Math.min(SEGMENT, columns - column);
        scratch.read(x, row * columns + column, count, values);
        scratch.dropout().apply(dropout, row, column, count, values);
        scratch.write(values, y, row * columns + column, count);
      }
    }
  }

  /** y becomes tanh(y), elements {@code [from, to)}; any. */
  static void tanh(int from, int to, CpuBuffer y) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    float[] temporary = scratch.array(1, SEGMENT);
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(y, start, count, values);
      Passes.run(TANH_EXPONENTS, count, temporary, values);
      Exponential.exp2OfMinus(0, count, temporary);
      Passes.run(TANH, count, values, temporary);
      scratch.write(values, y, start, count);
    }
  }

  /**
   * dSum = dy·(1 - y²), elements {@code [from, to)}; all any, and dSum may be one of the others.
   */
  static void tanhGradient(int from, int to, CpuBuffer y, CpuBuffer dy, CpuBuffer dSum) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    float[] d = scratch.array(1, SEGMENT);
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(y, start, count, values);
      scratch.read(dy, start, count, d);
      Passes.run(TANH_SLOPE, count, d, values);
      scratch.write(d, dSum, start, count);
    }
  }

  /**
   * The sums of columns {@code [from, to)} over some rows, which are taken in their order.
   *
   * @param firstRow first of the {@code rows}
   * @param x any
   * @param accumulate whether the sums are added to
   * @param sums float32, (columns)
   */
  static void columnSums(
      int firstRow,
      int rows,
      int columns,
      int from,
      int to,
      CpuBuffer x,
      boolean accumulate,
      CpuBuffer sums) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    float[] part = scratch.array(1, SEGMENT);
    float[] total = scratch.array(2, SEGMENT);
    for (int column = from; column < to; column += SEGMENT) {
      int count = Math.min(SEGMENT, to - column);
      scratch.readBias(accumulate ? sums : null, column, count, total);
      for (int start = 0; start < rows; start += SUMMED_ROWS) {
        Arrays.fill(part, 0f);
        for (int row = start; row < Math.min(rows, start + SUMMED_ROWS); row++) {
          scratch.read(x, (firstRow + row) * columns + column, count, values);
          Passes.run(Passes.ADD, count, part, values);
        }
        Passes.run(Passes.ADD, count, total, part);
      }
      scratch.write(total, sums, column, count);
    }
  }
}

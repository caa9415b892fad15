package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/** Products of one matrix's rows with those of another. */
final class RowDots {
  private static final int[] ROWS = rows();

  /** A row of lanes for each of as many rows as there are lanes. */
  private final float[] lanes = new float[WIDTH * WIDTH];

  private static int[] rows() {
    int[] starts = new int[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      starts[i] = i * WIDTH;
    }
    return starts;
  }

  /**
   * Computes Σ x·y of each row.
   *
   * @param at index of the first row's first element, in both matrices
   * @param stride distance of two rows
   * @param dots receives the products, and anything up to a multiple of the lanes
   */
  void run(CpuBuffer x, CpuBuffer y, int at, int stride, int rows, int size, float[] dots) {
    for (int row = 0; row < rows; row += WIDTH) {
      int count = Math.min(WIDTH, rows - row);
      for (int i = 0; i < count; i++) {
        sumInLanes(x, y, at + (row + i) * stride, size, i * WIDTH);
      }
      sumOfLanes(dots, row);
    }
  }

  private void sumInLanes(CpuBuffer x, CpuBuffer y, int at, int size, int to) {
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < size; i += WIDTH) {
      FloatVector product = Lanes.load(x, at + i).mul(Lanes.load(y, at + i));
      int rest = size - i;
      sum = sum.add(rest < WIDTH ? Lanes.keepFirst(product, rest, 0) : product);
    }
    sum.intoArray(lanes, to);
  }

  private void sumOfLanes(float[] dots, int to) {
    FloatVector sum = Lanes.zero();
    for (int lane = 0; lane < WIDTH; lane++) {
      sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, lanes, lane, ROWS, 0));
    }
    sum.intoArray(dots, to);
  }
}

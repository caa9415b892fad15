package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Reading;
import dev.kindling.model.kernels.Scalars;
import java.util.Arrays;

/** Numbers that are there at once. */
final class CpuScalars implements Scalars {
  private final double[] values;

  CpuScalars(int size) {
    values = new double[size];
  }

  double get(int index) {
    return values[index];
  }

  void add(int index, double value) {
    values[index] += value;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void clear() {
    Arrays.fill(values, 0);
  }

  @Override
  public Reading read() {
    double[] copy = values.clone();
    return () -> copy;
  }

  @Override
  public void close() {}
}

package dev.kindling.model.kernels;

import java.util.Arrays;

/** Numbers in Java's memory, of backends whose operations end before they return. */
public final class HostScalars implements Scalars {
  private final double[] values;

  /** Makes numbers that are zero. */
  public HostScalars(int size) {
    values = new double[size];
  }

  /** Returns a number. */
  public double get(int index) {
    return values[index];
  }

  /** Adds to a number. */
  public void add(int index, double value) {
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

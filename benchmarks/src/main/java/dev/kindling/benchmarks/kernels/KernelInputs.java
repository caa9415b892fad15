package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.kernels.Weight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Makes a backend's buffers with random content, and closes what it made. */
final class KernelInputs implements AutoCloseable {
  private final Kernels kernels;
  private final ElementType productType;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Deque<Runnable> closing = new ArrayDeque<>();

  /** Takes over the kernels, and closes them last. */
  KernelInputs(Kernels kernels, ElementType productType) {
    this.kernels = kernels;
    this.productType = productType;
    closing.push(kernels::close);
  }

  Kernels kernels() {
    return kernels;
  }

  /** Returns a float32 buffer of numbers in [-1, 1). */
  Buffer stream(long size) {
    return buffer(size, ElementType.FLOAT32);
  }

  /** Returns a buffer of the products' type, of numbers in [-1, 1). */
  Buffer product(long size) {
    return buffer(size, productType);
  }

  /** The same of a matrix that products and the loss alone read and write. */
  Buffer productRows(int rows, int columns) {
    return filled(kernels.allocateRows(rows, columns, productType), -1);
  }

  /** Returns a float32 buffer of numbers in [0, 1), as squares are. */
  Buffer positive(long size) {
    return filled(kernels.allocate(size, ElementType.FLOAT32), 0);
  }

  Scalars scalars(int size) {
    Scalars scalars = kernels.scalars(size);
    closing.push(scalars::close);
    return scalars;
  }

  Weight weight(int outputs, int inputs) {
    Weight weight = kernels.weight(outputs, inputs, stream((long) outputs * inputs), productType);
    closing.push(weight::close);
    weight.refresh();
    return weight;
  }

  int[] indices(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  private Buffer buffer(long size, ElementType type) {
    return filled(kernels.allocate(size, type), -1);
  }

  private Buffer filled(Buffer buffer, double least) {
    closing.push(buffer::close);
    float[] values = new float[buffer.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (1 - least) * random.nextDouble());
    }
    buffer.write(values, 0);
    return buffer;
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}

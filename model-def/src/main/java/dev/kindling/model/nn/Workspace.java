package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.Precision;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.kernels.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a network is built from, and the memory that its parts take, freed together. */
final class Workspace implements AutoCloseable {
  private final Kernels kernels;
  private final TransformerConfig config;
  private final BatchShape shape;
  private final Parameters parameters;
  private final ElementType product;
  private final boolean recompute;
  private final boolean onGpu;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Weight> weights = new ArrayList<>();
  private final List<Scalars> scalars = new ArrayList<>();
  private final Map<String, Buffer> shared = new HashMap<>();

  Workspace(
      Kernels kernels,
      TransformerConfig config,
      BatchShape shape,
      EngineOptions options,
      Parameters parameters) {
    this.kernels = kernels;
    this.config = config;
    this.shape = shape;
    this.parameters = parameters;
    this.product =
        options.precision() == Precision.BFLOAT16 ? ElementType.BFLOAT16 : ElementType.FLOAT32;
    this.recompute = options.recomputeActivations();
    this.onGpu = options.onGpu();
  }

  Kernels kernels() {
    return kernels;
  }

  TransformerConfig config() {
    return config;
  }

  BatchShape shape() {
    return shape;
  }

  /** Returns the largest number of rows R that a batch may have. */
  int rows() {
    return shape.rows();
  }

  /** Returns the largest number of rows S that a loss may read. */
  int lossRows() {
    return PackedBatch.maxLossRows(shape, config);
  }

  /** Returns the parameter of that name, null if the configuration has none. */
  Parameter parameter(String name) {
    return parameters.get(name);
  }

  /** Returns whether a GPU computes, for which larger pieces of work are better. */
  boolean onGpu() {
    return onGpu;
  }

  /** Returns the type of what matrix products read and write. */
  ElementType product() {
    return product;
  }

  Buffer product(long rows, long columns) {
    return allocate(rows, columns, product);
  }

  Buffer stream(long rows, long columns) {
    return allocate(rows, columns, ElementType.FLOAT32);
  }

  /**
   * Returns an activation that a block needs again on its way back: a buffer of its own, or where
   * activations are recomputed the one that all blocks share under that name.
   */
  Buffer activation(String name, long rows, long columns, ElementType type) {
    return recompute ? shared(name, columns, type) : allocate(rows, columns, type);
  }

  /** Returns the buffer that all blocks share under a name, for as many rows as any of them has. */
  Buffer shared(String name, long columns, ElementType type) {
    Buffer buffer = shared.get(name);
    if (buffer == null) {
      buffer = allocate(Math.max(rows(), lossRows()), columns, type);
      shared.put(name, buffer);
    }
    return buffer;
  }

  /** Returns a matrix that products alone read and write. */
  Buffer productRows(int rows, int columns) {
    requireSize(rows, columns);
    return keep(kernels.allocateRows(rows, columns, product));
  }

  private Buffer allocate(long rows, long columns, ElementType type) {
    requireSize(rows, columns);
    return keep(kernels.allocate(rows * columns, type));
  }

  private void requireSize(long rows, long columns) {
    long size = rows * columns;
    if (size > kernels.maxBufferSize()) {
      throw new IllegalArgumentException(
          "a micro-batch needs a buffer of "
              + rows
              + " x "
              + columns
              + " elements, more than a buffer holds ("
              + kernels.maxBufferSize()
              + "): take fewer sequences per micro-batch");
    }
  }

  private Buffer keep(Buffer buffer) {
    buffers.add(buffer);
    return buffer;
  }

  /** Returns numbers that operations leave for the host. */
  Scalars scalars(int size) {
    Scalars made = kernels.scalars(size);
    scalars.add(made);
    return made;
  }

  /** Returns the linear layer with the parameters {@code name.weight} and {@code name.bias}. */
  Linear linear(String name) {
    return linear(parameter(name + ".weight"), parameter(name + ".bias"));
  }

  /** Returns a linear layer; the bias may be null. */
  Linear linear(Parameter matrix, Parameter bias) {
    Weight weight =
        kernels.weight(matrix.slice().rows(), matrix.slice().columns(), matrix.value(), product);
    weights.add(weight);
    return new Linear(kernels, matrix, weight, bias);
  }

  /** Returns the normalisation with the parameters {@code name.gain} and {@code name.bias}. */
  LayerNorm norm(String name) {
    return new LayerNorm(
        kernels, parameter(name + ".gain"), parameter(name + ".bias"), config.layerNormEpsilon());
  }

  /** Returns whether that normalisation is here: a network's part may end before it. */
  boolean hasNorm(String name) {
    return name != null && parameter(name + ".gain") != null;
  }

  /** Returns the bytes of all buffers made so far. */
  long bytes() {
    return buffers.stream().mapToLong(b -> (long) b.size() * b.type().bytes()).sum();
  }

  /** Lets products read the parameters' present values. */
  void refreshWeights() {
    weights.forEach(Weight::refresh);
  }

  @Override
  public void close() {
    weights.forEach(Weight::close);
    weights.clear();
    scalars.forEach(Scalars::close);
    scalars.clear();
    buffers.forEach(Buffer::close);
    buffers.clear();
  }
}

package dev.kindling.benchmarks.kernels;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ParameterState;
import dev.kindling.model.kernels.Scalars;
import java.util.List;

/** Kernels without products: at best as fast as their memory. */
final class MemoryCases {
  private static final int ROWS = 4096; // 32 x 128 or 16 x 256
  private static final int HIDDEN = 256;
  private static final int FEED_FORWARD = 1024;
  private static final int VOCABULARY = 8192;
  private static final int WEIGHTS = 4 << 20; // of the 5.4 million of a 4 x 256 model

  // Of BERT base, 256 x 128: what a kernel touches does not fit a GPU's cache.
  private static final int GPU_ROWS = 32768;
  private static final int GPU_HIDDEN = 768;
  private static final int GPU_VOCABULARY = 30522;
  private static final int GPU_WEIGHTS = 64 << 20;

  private static final double EPSILON = 1e-5;

  private MemoryCases() {}

  static List<KernelCase> all() {
    return List.of(
        layerNorm(ROWS, HIDDEN),
        layerNorm(1024, 768),
        layerNormGradient(ROWS, HIDDEN),
        layerNormGradient(1024, 768),
        activationGradient(ROWS, FEED_FORWARD),
        dropout(ROWS, HIDDEN),
        softmaxCrossEntropy(ROWS, VOCABULARY),
        softmaxCrossEntropy(160, 30522),
        gather(ROWS, HIDDEN, VOCABULARY),
        scatter(ROWS, HIDDEN, VOCABULARY),
        squaredNorm(WEIGHTS),
        adamW(WEIGHTS));
  }

  static List<KernelCase> onGpu() {
    return List.of(
        layerNorm(GPU_ROWS, GPU_HIDDEN),
        layerNormGradient(GPU_ROWS, GPU_HIDDEN),
        activationGradient(GPU_ROWS, 4 * GPU_HIDDEN),
        dropout(GPU_ROWS, GPU_HIDDEN),
        softmaxCrossEntropy(5120, GPU_VOCABULARY),
        gather(GPU_ROWS, GPU_HIDDEN, GPU_VOCABULARY),
        scatter(GPU_ROWS, GPU_HIDDEN, GPU_VOCABULARY),
        squaredNorm(GPU_WEIGHTS),
        adamW(GPU_WEIGHTS));
  }

  private static KernelCase layerNorm(int rows, int columns) {
    long size = (long) rows * columns;
    return new KernelCase(
        "layer norm " + rows + "x" + columns,
        size,
        size,
        size,
        0,
        in -> {
          Buffer x = in.stream(size);
          Buffer gain = in.stream(columns);
          Buffer bias = in.stream(columns);
          Buffer y = in.product(size);
          Buffer statistics = in.stream(2L * rows);
          return () -> in.kernels().layerNorm(rows, columns, x, gain, bias, EPSILON, y, statistics);
        });
  }

  private static KernelCase layerNormGradient(int rows, int columns) {
    long size = (long) rows * columns;
    return new KernelCase(
        "layer norm gradient " + rows + "x" + columns,
        size,
        2 * size,
        size,
        0,
        in -> {
          Buffer x = in.stream(size);
          Buffer gain = in.stream(columns);
          Buffer statistics = in.stream(2L * rows);
          Buffer dy = in.product(size);
          Buffer dx = in.stream(size);
          Buffer dGain = in.stream(columns);
          Buffer dBias = in.stream(columns);
          in.kernels()
              .layerNorm(rows, columns, x, gain, dBias, EPSILON, in.product(size), statistics);
          return () ->
              in.kernels()
                  .layerNormGradient(
                      rows, columns, x, gain, statistics, dy, false, dx, dGain, dBias);
        });
  }

  private static KernelCase activationGradient(int rows, int columns) {
    long size = (long) rows * columns;
    return new KernelCase(
        "GELU gradient " + rows + "x" + columns,
        size,
        0,
        3 * size,
        0,
        in -> {
          Buffer sum = in.product(size);
          Buffer dy = in.product(size);
          Buffer dSum = in.product(size);
          return () ->
              in.kernels().activationGradient(Activation.GELU_TANH, rows, columns, sum, dy, dSum);
        });
  }

  private static KernelCase dropout(int rows, int columns) {
    long size = (long) rows * columns;
    return new KernelCase(
        "dropout " + rows + "x" + columns,
        size,
        2 * size,
        0,
        0,
        in -> {
          Buffer x = in.stream(size);
          Buffer y = in.stream(size);
          Dropout dropout = new Dropout(0.1, 1, 0, null);
          return () -> in.kernels().dropout(rows, columns, dropout, x, y);
        });
  }

  private static KernelCase softmaxCrossEntropy(int rows, int columns) {
    long size = (long) rows * columns;
    return new KernelCase(
        "softmax cross-entropy " + rows + "x" + columns,
        size,
        0,
        2 * size,
        0,
        in -> {
          Buffer logits = in.productRows(rows, columns);
          int[] labels = in.indices(rows, columns);
          Scalars sums = in.scalars(2);
          return () ->
              in.kernels()
                  .softmaxCrossEntropy(rows, columns, logits, labels, 0, 1f / rows, sums, 0);
        });
  }

  private static KernelCase gather(int rows, int columns, int vocabulary) {
    long size = (long) rows * columns;
    return new KernelCase(
        "embedding gather " + rows + "x" + columns,
        size,
        2 * size,
        0,
        0,
        in -> {
          int[] indices = in.indices(rows, vocabulary);
          Buffer table = in.stream((long) vocabulary * columns);
          Buffer y = in.stream(size);
          return () -> in.kernels().gatherRows(rows, columns, indices, table, y);
        });
  }

  private static KernelCase scatter(int rows, int columns, int vocabulary) {
    long size = (long) rows * columns;
    return new KernelCase(
        "embedding scatter " + rows + "x" + columns,
        size,
        3 * size,
        0,
        0,
        in -> {
          int[] indices = in.indices(rows, vocabulary);
          Buffer x = in.stream(size);
          Buffer table = in.stream((long) vocabulary * columns);
          return () -> in.kernels().scatterAddRows(rows, columns, indices, x, table);
        });
  }

  private static KernelCase squaredNorm(int weights) {
    return new KernelCase(
        "squared norm " + weights,
        weights,
        weights,
        0,
        0,
        in -> {
          Buffer x = in.stream(weights);
          Scalars sums = in.scalars(1);
          return () -> in.kernels().squaredNorm(List.of(x), sums, 0);
        });
  }

  private static KernelCase adamW(int weights) {
    return new KernelCase(
        "AdamW " + weights,
        weights,
        7L * weights, // reads parameters, gradients and two moments, writes all but gradients
        0,
        0,
        in -> {
          Buffer parameters = in.stream(weights);
          Buffer gradients = in.stream(weights);
          Buffer first = in.stream(weights);
          Buffer second = in.positive(weights);
          AdamWUpdate update = new AdamWUpdate(0.9f, 0.999f, 1e-4f, 1, 1e-8f, 1e-6f);
          List<ParameterState> states =
              List.of(new ParameterState(parameters, gradients, first, second));
          Clipping none = new Clipping(in.scalars(1), 0, 0);
          return () -> in.kernels().adamW(update, none, states);
        });
  }
}

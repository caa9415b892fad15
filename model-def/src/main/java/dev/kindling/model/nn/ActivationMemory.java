package dev.kindling.model.nn;

import dev.kindling.model.Activation;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.Precision;
import dev.kindling.model.TransformerConfig;

/**
 * How much memory an engine takes for the activations and gradients of one micro-batch, beside the
 * parameters. It grows with the shape of the largest batch, not with what a batch holds.
 */
public final class ActivationMemory {
  private static final int FLOAT = 4; // bytes
  private static final int ALIGNED_COLUMNS = 64;
  private static final int ROWS_OF_A_SUM = 64; // that a GPU's kernels add up to a row
  private static final int STATISTICS = 2 * FLOAT; // mean and deviation of a row

  private final TransformerConfig model;
  private final long product; // bytes of an element that products read or write
  private final boolean recompute;
  private final long hidden;
  private final long rows; // R
  private final long lossRows; // S: the last block computes no others behind its attention
  private final long labels;
  private final long sequences;
  private final long length;
  private final long logits;

  private ActivationMemory(TransformerConfig model, BatchShape shape, EngineOptions options) {
    this.model = model;
    this.product = options.precision() == Precision.BFLOAT16 ? 2 : FLOAT;
    this.recompute = options.recomputeActivations();
    this.hidden = model.hidden();
    this.rows = shape.rows();
    this.labels = shape.maxLabels();
    this.sequences = shape.sequences();
    this.length = shape.length();
    this.lossRows = PackedBatch.maxLossRows(shape, model);
    this.logits =
        (long) VocabularyOutput.chunkRows(shape, model, options.onGpu())
            * (options.onGpu() ? padded(model.vocabularySize()) : model.vocabularySize());
  }

  /** Returns the bytes of a model's activations and their gradients for batches of a shape. */
  public static long bytes(TransformerConfig model, BatchShape shape, EngineOptions options) {
    ActivationMemory memory = new ActivationMemory(model, shape, options);
    long buffers = memory.embeddings() + memory.blocks() + memory.gradients() + memory.heads();
    return options.onGpu() ? buffers + memory.betweenKernels() : buffers;
  }

  /**
   * On a GPU: products on their way to other kernels, the gradient within a feed-forward layer
   * where it has a place of its own, and what kernels of several stages keep in between.
   */
  private long betweenKernels() {
    long most = Math.max(rows, lossRows);
    boolean apart = model.activation() == Activation.GELU_TANH;
    long products = apart ? model.feedForward() + hidden : Math.max(model.feedForward(), hidden);
    long scratch = Math.max((long) FLOAT * model.heads(), 2 * FLOAT * hidden / ROWS_OF_A_SUM);
    return most * (product * products + scratch);
  }

  /** A row of logits begins where a GPU's products read it fastest. */
  private static long padded(int columns) {
    return (columns + ALIGNED_COLUMNS - 1L) / ALIGNED_COLUMNS * ALIGNED_COLUMNS;
  }

  private long embeddings() {
    boolean asTheyAre =
        !model.isBert() && !model.isPreNorm() && product == FLOAT; // no copy as products read them
    long fixed = model.positionEncoding() == PositionEncoding.SINUSOIDAL ? length : 0;
    return rows * (sum() + (asTheyAre ? 0 : normalized())) + fixed * FLOAT * hidden;
  }

  private long blocks() {
    long lossContext = lossRows * product * hidden;
    long output = normalized() + (model.isPreNorm() ? sum() : 0);
    long behindAttention = sum() + normalized() + 2 * product * model.feedForward();
    if (recompute) {
      long outputs = ((model.layers() - 1) * rows + lossRows) * output;
      long once = attention() + behindAttention + (model.isPreNorm() ? 0 : sum());
      return outputs + Math.max(rows, lossRows) * once + lossContext;
    }
    long block = behindAttention + sum() + normalized();
    return model.layers() * rows * attention()
        + ((model.layers() - 1) * rows + lossRows) * block
        + lossContext;
  }

  /** Queries, keys, values, context and the logarithms of the softmaxes' denominators. */
  private long attention() {
    return 4 * product * hidden + (long) FLOAT * model.heads();
  }

  private long sum() {
    return FLOAT * hidden + STATISTICS;
  }

  private long normalized() {
    return product * hidden;
  }

  private long gradients() {
    long ofNormalized = model.isPreNorm() ? Math.max(rows, lossRows) * normalized() : 0;
    return (rows + lossRows) * FLOAT * hidden + ofNormalized + rows * 4 * product * hidden;
  }

  private long heads() {
    long bytes = product * logits;
    if (model.isBert()) {
      bytes += labels * (2 * product * hidden + 2 * FLOAT * hidden + STATISTICS);
      bytes += sequences * product * (2 * hidden + 2);
    }
    return bytes;
  }
}

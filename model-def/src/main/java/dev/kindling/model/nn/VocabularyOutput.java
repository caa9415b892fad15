package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.CrossEntropySums;
import dev.kindling.model.kernels.Kernels;

/**
 * The output layer, tied to the word embeddings. It takes the rows in chunks, each forward and
 * backward at once, so that the logits of all rows never stand in memory together.
 */
final class VocabularyOutput {
  /** Logits of a chunk: 8 MiB, which stay in a shared cache. */
  private static final int CHUNK_ELEMENTS = 1 << 21;

  private static final int MIN_CHUNK_ROWS = 16;

  private final Kernels kernels;
  private final int hidden;
  private final int vocabularySize;
  private final Parameter word; // (V, h)
  private final Parameter bias; // (V), null for GPT
  private final int chunkRows;
  private final Buffer logits; // (chunk, V)

  VocabularyOutput(
      Kernels kernels,
      Memory memory,
      TransformerConfig config,
      BatchShape shape,
      Parameters parameters) {
    this.kernels = kernels;
    this.hidden = config.hidden();
    this.vocabularySize = config.vocabularySize();
    this.word = parameters.get("embeddings.word");
    this.bias = parameters.get("mlm.output.bias");
    this.chunkRows =
        Math.min(shape.maxLabels(), Math.max(MIN_CHUNK_ROWS, CHUNK_ELEMENTS / vocabularySize));
    this.logits = memory.allocate(chunkRows, vocabularySize);
  }

  /**
   * Adds the losses of x (rows, h) to sums.
   *
   * @param gradientScale factor of the gradient; 0 for none
   * @param dx (rows, h), overwritten unless {@code gradientScale} is 0
   */
  void loss(
      int rows, Buffer x, int[] labels, float gradientScale, CrossEntropySums sums, Buffer dx) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      Buffer chunk = x.slice(first * hidden, count * hidden);
      kernels.gemm(false, true, count, vocabularySize, hidden, chunk, word.value(), 0, logits);
      kernels.softmaxCrossEntropy(
          count,
          vocabularySize,
          logits,
          bias == null ? null : bias.value(),
          labels,
          first,
          gradientScale,
          sums);
      if (gradientScale != 0) {
        backward(count, chunk, dx.slice(first * hidden, count * hidden));
      }
    }
  }

  private void backward(int rows, Buffer x, Buffer dx) {
    kernels.gemm(true, false, vocabularySize, hidden, rows, logits, x, 1, word.gradient());
    kernels.gemm(false, false, rows, hidden, vocabularySize, logits, word.value(), 0, dx);
    if (bias != null) {
      kernels.columnSums(rows, vocabularySize, logits, bias.gradient());
    }
  }

  /** Copies the logits of x (rows, h) into an array (rows, V). */
  void logits(int rows, Buffer x, float[] target) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      Buffer chunk = x.slice(first * hidden, count * hidden);
      kernels.gemm(false, true, count, vocabularySize, hidden, chunk, word.value(), 0, logits);
      if (bias != null) {
        kernels.addBias(count, vocabularySize, logits, bias.value());
      }
      logits.read(target, first * vocabularySize, count * vocabularySize);
    }
  }
}

package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;

/**
 * The output layer, tied to the word embeddings. It takes the rows in chunks, each forward and
 * backward at once, so that the logits of all rows never stand in memory together.
 *
 * <p>Each chunk but the first reads and writes the gradient of the word embeddings once more: 8·V·h
 * bytes beside 6·rows·V·h floating-point operations. At 512 rows that is 384 operations a byte,
 * more than any CPU needs to stay busy.
 */
final class VocabularyOutput {
  private static final int MIN_CHUNK_ROWS = 512;
  private static final int CHUNK_ELEMENTS = 1 << 22;

  /** Half a GiB in bfloat16: its products are large enough for a GPU, its rereading is not felt. */
  private static final int GPU_CHUNK_ELEMENTS = 1 << 28;

  private final Kernels kernels;
  private final int hidden;
  private final int vocabularySize;
  private final Linear linear; // (V, h), bias (V) for BERT only
  private final int chunkRows;
  private final Buffer logits; // (chunk, V)

  VocabularyOutput(Workspace workspace) {
    kernels = workspace.kernels();
    hidden = workspace.config().hidden();
    vocabularySize = workspace.config().vocabularySize();
    linear =
        workspace.linear(
            workspace.parameter("embeddings.word"), workspace.parameter("mlm.output.bias"));
    chunkRows = chunkRows(workspace.shape(), workspace.config(), workspace.onGpu());
    logits = workspace.productRows(chunkRows, vocabularySize);
  }

  /** Returns how many rows have their logits in memory at once. */
  static int chunkRows(BatchShape shape, TransformerConfig config, boolean onGpu) {
    int elements = onGpu ? GPU_CHUNK_ELEMENTS : CHUNK_ELEMENTS;
    int rows = Math.max(MIN_CHUNK_ROWS, elements / config.vocabularySize());
    return Math.min(shape.maxLabels(), rows);
  }

  /**
   * Adds the losses of x (rows, h) to sums.
   *
   * @param gradientScale factor of the gradient; 0 for none
   * @param dx (rows, h), overwritten unless {@code gradientScale} is 0
   */
  void loss(int rows, Buffer x, int[] labels, float gradientScale, Scalars sums, Buffer dx) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      linear.forward(count, x.slice(first * hidden, count * hidden), logits);
      kernels.softmaxCrossEntropy(
          count, vocabularySize, logits, labels, first, gradientScale, sums, PendingLosses.LABELS);
      if (gradientScale != 0) {
        backward(first, count, x, dx);
      }
    }
  }

  /** Takes a gradient of the logits, (rows, V), to that of x, (rows, h), and the parameters'. */
  void backward(int rows, Buffer x, float[] dLogits, Buffer dx) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      logits.slice(0, count * vocabularySize).write(dLogits, first * vocabularySize);
      backward(first, count, x, dx);
    }
  }

  /** Of one chunk, whose gradient stands in the place of its logits. */
  private void backward(int first, int count, Buffer x, Buffer dx) {
    linear.parameterGradients(count, logits, x.slice(first * hidden, count * hidden));
    linear.inputGradient(count, logits, false, dx.slice(first * hidden, count * hidden));
  }

  /** Copies the logits of x (rows, h) into an array (rows, V). */
  void logits(int rows, Buffer x, float[] target) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      linear.forward(count, x.slice(first * hidden, count * hidden), logits);
      logits.read(target, first * vocabularySize, count * vocabularySize);
    }
  }
}

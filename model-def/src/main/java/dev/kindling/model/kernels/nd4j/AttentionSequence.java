package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.Attention;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One sequence of an attention: where its rows are in the batch, (length, parts · hidden), and by
 * heads, (parts · heads · length, d). The parts are queries, keys and values.
 */
final class AttentionSequence {
  private final Attention shape;
  private final int first;
  private final int length;

  AttentionSequence(Attention shape, int index) {
    this.shape = shape;
    this.first = shape.starts()[index];
    this.length = shape.length(index);
  }

  /** Returns its first row in the batch. */
  int first() {
    return first;
  }

  int length() {
    return length;
  }

  int heads() {
    return shape.heads();
  }

  int headSize() {
    return shape.headSize();
  }

  boolean causal() {
    return shape.causal();
  }

  /** Returns the rows of one part by heads. */
  int headRows() {
    return shape.heads() * length;
  }

  /** Returns what scores are multiplied by: 1/√d. */
  double scale() {
    return 1 / Math.sqrt(shape.headSize());
  }

  /** Copies the sequence's rows of a batch to a slot, by heads. */
  INDArray split(Nd4jBuffer batch, int parts, Scratch scratch, int slot) {
    INDArray target = scratch.matrix(slot, parts * headRows(), headSize());
    target.reshape('c', parts, heads(), length, headSize()).assign(byHeads(batch, parts));
    return target;
  }

  /** Copies rows by heads to their places in a batch. */
  void merge(INDArray source, int parts, Nd4jBuffer batch) {
    byHeads(batch, parts).assign(source.reshape('c', parts, heads(), length, headSize()));
  }

  /** Returns a view of the sequence's rows of a batch as (parts, heads, length, d). */
  private INDArray byHeads(Nd4jBuffer batch, int parts) {
    int width = parts * shape.hidden();
    long[] wanted = {parts, heads(), length, headSize()};
    long[] strides = {shape.hidden(), headSize(), width, 1};
    return batch.view(first * width, wanted, strides);
  }

  /** Returns the part (heads, length) of a batch's logarithms (heads, rows). */
  INDArray logSumExp(Nd4jBuffer batch) {
    return batch.view(first, new long[] {heads(), length}, new long[] {shape.rows(), 1});
  }

  /** Returns the rows of one head of a matrix by heads. */
  INDArray head(INDArray matrix, int head) {
    return matrix.get(
        NDArrayIndex.interval((long) head * length, (head + 1L) * length), NDArrayIndex.all());
  }

  INDArray query(INDArray split, int head) {
    return head(split, head);
  }

  INDArray key(INDArray split, int head) {
    return head(split, heads() + head);
  }

  INDArray value(INDArray split, int head) {
    return head(split, 2 * heads() + head);
  }
}

package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention sequence by sequence; the scores of all heads of one, (heads · length, length), stand
 * in memory together. The way back computes them again from the logarithms that the way there left.
 */
final class AttentionKernels implements AutoCloseable {
  // Slots: rows of heads are (heads · length, d), scores (heads · length, length).
  private static final int QKV = 0;
  private static final int CONTEXT = 1;
  private static final int SCORES = 2;
  private static final int D_SCORES = 3;
  private static final int PRODUCT = 4;
  private static final int COLUMN = 5;
  private static final int SUMS = 6;
  private static final int D_QKV = 7;
  private static final int FUTURE = 8;

  private final Scratch scratch = new Scratch();
  private final DropoutMasks masks = new DropoutMasks();

  /** See {@link dev.kindling.model.kernels.Kernels#attention}. */
  void forward(
      Attention a, Dropout dropout, Nd4jBuffer qkv, Nd4jBuffer logSumExp, Nd4jBuffer context) {
    for (int sequence = 0; sequence < a.sequences(); sequence++) {
      if (a.length(sequence) > 0) {
        forward(new AttentionSequence(a, sequence), dropout, qkv, logSumExp, context);
      }
    }
  }

  private void forward(
      AttentionSequence s,
      Dropout dropout,
      Nd4jBuffer qkv,
      Nd4jBuffer logSumExp,
      Nd4jBuffer context) {
    INDArray split = s.split(qkv, 3, scratch, QKV);
    INDArray scores = scores(s, split);
    INDArray highest = scratch.matrix(COLUMN, s.headRows(), 1);
    INDArray sums = scratch.matrix(SUMS, s.headRows(), 1);
    Nd4j.exec(new Max(scores, highest, true, 1));
    scores.subi(highest);
    Nd4j.exec(new Exp(scores, scores));
    Products.rowSums(scores, scratch, sums);
    scores.divi(sums);
    Nd4j.exec(new Log(sums, sums));
    s.logSumExp(logSumExp).assign(sums.addi(highest).reshape('c', s.heads(), s.length()));
    if (dropout.active()) {
      scores.muli(masks.heads(dropout, s.heads(), s.first(), s.length()));
    }
    INDArray output = scratch.matrix(CONTEXT, s.headRows(), s.headSize());
    for (int head = 0; head < s.heads(); head++) {
      Products.times(s.head(scores, head), s.value(split, head), false, s.head(output, head));
    }
    s.merge(output, 1, context);
  }

  /** The scaled scores, where causal with minus infinity for the future. */
  private INDArray scores(AttentionSequence s, INDArray split) {
    INDArray scores = scratch.matrix(SCORES, s.headRows(), s.length());
    for (int head = 0; head < s.heads(); head++) {
      Products.timesTransposed(s.query(split, head), s.key(split, head), s.head(scores, head));
    }
    scores.muli(s.scale());
    if (s.causal()) {
      float[] future = new float[s.length() * s.length()];
      for (int row = 0; row < s.length(); row++) {
        Arrays.fill(
            future, row * s.length() + row + 1, (row + 1) * s.length(), Float.NEGATIVE_INFINITY);
      }
      INDArray mask = scratch.filled(FUTURE, future, s.length(), s.length());
      scores
          .reshape('c', s.heads(), s.length(), s.length())
          .addi(mask.reshape('c', 1, s.length(), s.length()));
    }
    return scores;
  }

  /** See {@link dev.kindling.model.kernels.Kernels#attentionGradient}. */
  void gradient(
      Attention a,
      Dropout dropout,
      Nd4jBuffer qkv,
      Nd4jBuffer logSumExp,
      Nd4jBuffer dContext,
      Nd4jBuffer dQkv) {
    for (int sequence = 0; sequence < a.sequences(); sequence++) {
      if (a.length(sequence) > 0) {
        gradient(new AttentionSequence(a, sequence), dropout, qkv, logSumExp, dContext, dQkv);
      }
    }
  }

  /** With P the softmax, M the mask: dV = (P∘M)ᵀ·dO, dS = P∘(dP - rows' sums of P∘dP). */
  private void gradient(
      AttentionSequence s,
      Dropout dropout,
      Nd4jBuffer qkv,
      Nd4jBuffer logSumExp,
      Nd4jBuffer dContext,
      Nd4jBuffer dQkv) {
    INDArray split = s.split(qkv, 3, scratch, QKV);
    INDArray dOutput = s.split(dContext, 1, scratch, CONTEXT);
    INDArray gradient = scratch.matrix(D_QKV, 3 * s.headRows(), s.headSize());
    INDArray p = scores(s, split);
    INDArray logs = scratch.matrix(COLUMN, s.headRows(), 1);
    logs.reshape('c', s.heads(), s.length()).assign(s.logSumExp(logSumExp));
    p.subi(logs);
    Nd4j.exec(new Exp(p, p));
    INDArray mask =
        dropout.active() ? masks.heads(dropout, s.heads(), s.first(), s.length()) : null;
    INDArray product = scratch.matrix(PRODUCT, s.headRows(), s.length());
    INDArray dropped = mask == null ? p : p.muli(mask, product);
    INDArray dp = scratch.matrix(D_SCORES, s.headRows(), s.length());
    for (int head = 0; head < s.heads(); head++) {
      INDArray dHead = s.head(dOutput, head);
      Products.transposedTimes(s.head(dropped, head), dHead, false, s.value(gradient, head));
      Products.timesTransposed(dHead, s.value(split, head), s.head(dp, head));
    }
    if (mask != null) {
      dp.muli(mask);
    }
    INDArray sums = scratch.matrix(SUMS, s.headRows(), 1);
    p.muli(dp, product);
    Products.rowSums(product, scratch, sums);
    dp.subi(sums).muli(p).muli(s.scale());
    for (int head = 0; head < s.heads(); head++) {
      INDArray ds = s.head(dp, head);
      Products.times(ds, s.key(split, head), false, s.query(gradient, head));
      Products.transposedTimes(ds, s.query(split, head), false, s.key(gradient, head));
    }
    s.merge(gradient, 3, dQkv);
  }

  @Override
  public void close() {
    scratch.close();
    masks.close();
  }
}

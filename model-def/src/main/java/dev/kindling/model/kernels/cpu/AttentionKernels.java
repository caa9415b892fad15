package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Attention by sequence and head: matrix products of one-threaded GEMM, and the softmax between
 * them row by row. Rows of scores are padded to whole vectors, so nothing here has a remainder.
 */
final class AttentionKernels implements AutoCloseable {
  private static final float MINUS_INFINITY = Float.NEGATIVE_INFINITY;

  private final Gemm gemm;
  private final float[] scratch = new float[Lanes.WIDTH];
  private CpuBuffer dropped = CpuBuffer.allocate(0); // (length, stride): probabilities, dropped
  private CpuBuffer dScores = CpuBuffer.allocate(0); // (length, stride)

  AttentionKernels(Gemm gemm) {
    this.gemm = gemm;
  }

  void forward(
      Attention a, Dropout dropout, CpuBuffer qkv, CpuBuffer probabilities, CpuBuffer context) {
    int hidden = a.hidden();
    int at = 0;
    for (int b = 0; b < a.sequences(); b++) {
      int length = a.length(b);
      int stride = Attention.stride(length);
      reserve(length * stride);
      for (int head = 0; head < a.heads(); head++) {
        int column = head * a.headSize();
        int q = a.starts()[b] * 3 * hidden + column; // element of the first query
        scores(length, stride, a.headSize(), hidden, qkv, q, probabilities, at);
        softmax(a, length, stride, probabilities.bytes(), at);
        CpuBuffer mixed = drop(a, dropout, b, head, probabilities, at);
        // context (length, d) = probabilities (length, length) · values (length, d)
        gemm.multiply(
            false,
            false,
            length,
            a.headSize(),
            length,
            1f,
            mixed.address(mixed == dropped ? 0 : at),
            stride,
            qkv.address(q + 2 * hidden),
            3 * hidden,
            0f,
            context.address(a.starts()[b] * hidden + column),
            hidden);
        at += length * stride;
      }
    }
  }

  /** scores (length, length) = queries (length, d) · keysᵀ (d, length). */
  private void scores(
      int length, int stride, int d, int hidden, CpuBuffer qkv, int q, CpuBuffer into, int at) {
    gemm.multiply(
        false,
        true,
        length,
        length,
        d,
        1f,
        qkv.address(q),
        3 * hidden,
        qkv.address(q + hidden),
        3 * hidden,
        0f,
        into.address(at),
        stride);
  }

  private void softmax(Attention a, int length, int stride, ByteBuffer scores, int at) {
    float scale = (float) (1 / Math.sqrt(a.headSize()));
    for (int row = 0; row < length; row++) {
      int visible = a.causal() ? row + 1 : length;
      softmaxRow(at + row * stride, visible, stride, scale, scores);
    }
  }

  /** Softmax of scale·x over the visible columns; the rest of the row becomes zero. */
  private void softmaxRow(int at, int visible, int stride, float scale, ByteBuffer x) {
    int bound = Lanes.bound(visible);
    FloatVector max = broadcast(MINUS_INFINITY);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      max = max.max(load(x, at + i));
    }
    int rest = visible - bound;
    if (rest > 0) {
      max = max.max(Lanes.keepFirst(load(x, at + bound), rest, MINUS_INFINITY));
    }
    float highest = Lanes.max(max);
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector e = Lanes.exp(load(x, at + i).sub(highest).mul(scale));
      store(e, x, at + i);
      sum = sum.add(e);
    }
    int next = bound;
    if (rest > 0) {
      FloatVector e = Lanes.exp(load(x, at + bound).sub(highest).mul(scale));
      e = Lanes.keepFirst(e, rest, 0f);
      store(e, x, at + bound);
      sum = sum.add(e);
      next += Lanes.WIDTH;
    }
    multiplyRow(at, next, 1 / Lanes.sum(sum, scratch), x);
    for (int i = next; i < stride; i += Lanes.WIDTH) {
      store(Lanes.zero(), x, at + i);
    }
  }

  private static void multiplyRow(int at, int count, float factor, ByteBuffer x) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      store(load(x, at + i).mul(factor), x, at + i);
    }
  }

  /** Returns the probabilities with dropout: in {@link #dropped}, or as they are without any. */
  private CpuBuffer drop(
      Attention a, Dropout dropout, int b, int head, CpuBuffer probabilities, int at) {
    if (!dropout.active()) {
      return probabilities;
    }
    int length = a.length(b);
    int stride = Attention.stride(length);
    int threshold = DropoutMask.threshold(dropout);
    int kept = DropoutMask.keptBits(dropout);
    for (int row = 0; row < length; row++) {
      long key = dropout.rowKey((a.starts()[b] + row) * a.heads() + head);
      dropRow(key, stride, threshold, kept, probabilities.bytes(), at + row * stride, row * stride);
    }
    return dropped;
  }

  private void dropRow(
      long key, int stride, int threshold, int kept, ByteBuffer p, int from, int to) {
    for (int i = 0; i < stride; i += Lanes.WIDTH) {
      FloatVector factors = DropoutMask.factors(key, i, threshold, kept);
      store(load(p, from + i).mul(factors), dropped.bytes(), to + i);
    }
  }

  void backward(
      Attention a,
      Dropout dropout,
      CpuBuffer qkv,
      CpuBuffer probabilities,
      CpuBuffer context,
      CpuBuffer dContext,
      CpuBuffer dQkv) {
    int hidden = a.hidden();
    int at = 0;
    for (int b = 0; b < a.sequences(); b++) {
      int length = a.length(b);
      int stride = Attention.stride(length);
      reserve(length * stride);
      for (int head = 0; head < a.heads(); head++) {
        int column = head * a.headSize();
        int q = a.starts()[b] * 3 * hidden + column;
        int c = a.starts()[b] * hidden + column;
        CpuBuffer mixed = drop(a, dropout, b, head, probabilities, at);
        long p = mixed.address(mixed == dropped ? 0 : at);
        valueGradients(length, stride, a.headSize(), hidden, qkv, q, p, dContext, c, dQkv);
        for (int row = 0; row < length; row++) {
          int r = c + row * hidden;
          float mean = dot(a.headSize(), dContext.bytes(), r, context.bytes(), r);
          long key =
              dropout.active() ? dropout.rowKey((a.starts()[b] + row) * a.heads() + head) : 0;
          scoreGradients(
              dropout, key, stride, mean, probabilities.bytes(), at + row * stride, row * stride);
        }
        queryAndKeyGradients(length, stride, a.headSize(), hidden, qkv, q, dQkv);
        at += length * stride;
      }
    }
  }

  /**
   * dV = probabilitiesᵀ · dContext, and the gradient of the dropped probabilities = dContext·Vᵀ.
   */
  private void valueGradients(
      int length,
      int stride,
      int d,
      int hidden,
      CpuBuffer qkv,
      int q,
      long p,
      CpuBuffer dContext,
      int c,
      CpuBuffer dQkv) {
    int wide = 3 * hidden;
    long dc = dContext.address(c);
    long v = qkv.address(q + 2 * hidden);
    long dv = dQkv.address(q + 2 * hidden);
    gemm.multiply(true, false, length, d, length, 1f, p, stride, dc, hidden, 0f, dv, wide);
    long ds = dScores.address(0);
    gemm.multiply(false, true, length, length, d, 1f, dc, hidden, v, wide, 0f, ds, stride);
  }

  /**
   * Gradient of one row of softmax: p·(factor·dP - Σ p·factor·dP), where the sum equals dContext ·
   * context.
   */
  private void scoreGradients(
      Dropout dropout, long key, int stride, float mean, ByteBuffer p, int from, int to) {
    ByteBuffer ds = dScores.bytes();
    if (dropout.active()) {
      int threshold = DropoutMask.threshold(dropout);
      int kept = DropoutMask.keptBits(dropout);
      for (int i = 0; i < stride; i += Lanes.WIDTH) {
        FloatVector factors = DropoutMask.factors(key, i, threshold, kept);
        FloatVector d = load(ds, to + i).fma(factors, broadcast(-mean));
        store(d.mul(load(p, from + i)), ds, to + i);
      }
    } else {
      for (int i = 0; i < stride; i += Lanes.WIDTH) {
        store(load(ds, to + i).sub(mean).mul(load(p, from + i)), ds, to + i);
      }
    }
  }

  /** dQ = dScores · K / √d and dK = dScoresᵀ · Q / √d. */
  private void queryAndKeyGradients(
      int length, int stride, int d, int hidden, CpuBuffer qkv, int q, CpuBuffer dQkv) {
    float scale = (float) (1 / Math.sqrt(d));
    int wide = 3 * hidden;
    long ds = dScores.address(0);
    long keys = qkv.address(q + hidden);
    long dq = dQkv.address(q);
    gemm.multiply(false, false, length, d, length, scale, ds, stride, keys, wide, 0f, dq, wide);
    long queries = qkv.address(q);
    long dk = dQkv.address(q + hidden);
    gemm.multiply(true, false, length, d, length, scale, ds, stride, queries, wide, 0f, dk, wide);
  }

  private float dot(int count, ByteBuffer x, int xAt, ByteBuffer y, int yAt) {
    FloatVector sum = Lanes.zero();
    int bound = Lanes.bound(count);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      sum = load(x, xAt + i).fma(load(y, yAt + i), sum);
    }
    if (bound < count) {
      FloatVector products = load(x, xAt + bound).mul(load(y, yAt + bound));
      sum = sum.add(Lanes.keepFirst(products, count - bound, 0f));
    }
    return Lanes.sum(sum, scratch);
  }

  private void reserve(int size) {
    if (dropped.size() < size) {
      close();
      dropped = CpuBuffer.allocate(size);
      dScores = CpuBuffer.allocate(size);
    }
  }

  @Override
  public void close() {
    dropped.close();
    dScores.close();
  }
}

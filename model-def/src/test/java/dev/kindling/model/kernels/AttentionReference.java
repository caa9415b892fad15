package dev.kindling.model.kernels;

/** Attention and its gradient by plain loops in double precision. */
final class AttentionReference {
  final double[] context;
  final double[] dQkv;

  private final Attention shape;
  private final float[] qkv;
  private final float[] dContext;
  private final float[] factors;
  private final int factorsWidth;

  /**
   * Computes both.
   *
   * @param factors dropout's, (rows · heads, factorsWidth)
   */
  AttentionReference(
      Attention shape, float[] qkv, float[] dContext, float[] factors, int factorsWidth) {
    this.shape = shape;
    this.qkv = qkv;
    this.dContext = dContext;
    this.factors = factors;
    this.factorsWidth = factorsWidth;
    context = new double[dContext.length];
    dQkv = new double[qkv.length];
    for (int sequence = 0; sequence < shape.sequences(); sequence++) {
      int start = shape.starts()[sequence];
      for (int row = start; row < start + shape.length(sequence); row++) {
        int end = shape.causal() ? row + 1 : start + shape.length(sequence);
        for (int head = 0; head < shape.heads(); head++) {
          attend(row, head, start, end);
        }
      }
    }
  }

  private void attend(int row, int head, int start, int end) {
    int d = shape.headSize();
    double[] probabilities = probabilities(row, head, start, end);
    double[] gradients = new double[end - start];
    int out = row * shape.hidden() + head * d;
    double mean = 0;
    for (int j = 0; j < end - start; j++) {
      int value = index(start + j, 2, head);
      double factor = factors[(row * shape.heads() + head) * factorsWidth + j];
      double dropped = probabilities[j] * factor;
      for (int i = 0; i < d; i++) {
        context[out + i] += dropped * qkv[value + i];
        gradients[j] += factor * dContext[out + i] * qkv[value + i];
        dQkv[value + i] += dropped * dContext[out + i];
      }
      mean += probabilities[j] * gradients[j];
    }
    int query = index(row, 0, head);
    for (int j = 0; j < end - start; j++) {
      int key = index(start + j, 1, head);
      double dScore = probabilities[j] * (gradients[j] - mean) / Math.sqrt(d);
      for (int i = 0; i < d; i++) {
        dQkv[query + i] += dScore * qkv[key + i];
        dQkv[key + i] += dScore * qkv[query + i];
      }
    }
  }

  private double[] probabilities(int row, int head, int start, int end) {
    int query = index(row, 0, head);
    double[] scores = new double[end - start];
    double highest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < scores.length; j++) {
      int key = index(start + j, 1, head);
      for (int i = 0; i < shape.headSize(); i++) {
        scores[j] += (double) qkv[query + i] * qkv[key + i] / Math.sqrt(shape.headSize());
      }
      highest = Math.max(highest, scores[j]);
    }
    double sum = 0;
    for (int j = 0; j < scores.length; j++) {
      scores[j] = Math.exp(scores[j] - highest);
      sum += scores[j];
    }
    for (int j = 0; j < scores.length; j++) {
      scores[j] /= sum;
    }
    return scores;
  }

  /** Returns the first element of a row's query (0), key (1) or value (2). */
  private int index(int row, int which, int head) {
    return (row * 3 + which) * shape.hidden() + head * shape.headSize();
  }
}

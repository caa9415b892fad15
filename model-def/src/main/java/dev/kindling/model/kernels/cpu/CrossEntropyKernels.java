package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;

import jdk.incubator.vector.FloatVector;

/** Softmax cross-entropy of rows of logits, its gradient in their place. */
final class CrossEntropyKernels {
  /** Elements summed in float32 before double takes over; a multiple of every vector's width. */
  private static final int BLOCK = 1024;

  private static final double LN_2 = 0.6931471805599453;

  private CrossEntropyKernels() {}

  /**
   * See {@link dev.kindling.model.kernels.Kernels#softmaxCrossEntropy}; rows {@code [from, to)}.
   *
   * @param losses receives each row's loss in nats
   * @param correct receives whether no logit of the row is higher than the label's
   */
  static void rows(
      int from,
      int to,
      int columns,
      CpuBuffer logits,
      int[] labels,
      int firstLabel,
      float gradientScale,
      double[] losses,
      boolean[] correct) {
    RowScratch scratch = RowScratch.ofThread();
    float[] x = scratch.array(0, columns);
    for (int row = from; row < to; row++) {
      int label = labels[firstLabel + row];
      scratch.read(logits, row * columns, columns, x, Float.NEGATIVE_INFINITY);
      float highest = max(columns, x);
      correct[row] = x[label] >= highest;
      // Powers of two with exponents from 0 down: -(highest - x)·log2(e).
      float offset = highest * Exponential.LOG2_E;
      double below = Math.fma(x[label], -Exponential.LOG2_E, offset);
      double sum = exponentials(columns, x, offset);
      losses[row] = StrictMath.log(sum) + below * LN_2;
      if (gradientScale != 0) {
        multiply(columns, x, (float) (gradientScale / sum));
        x[label] = (float) (gradientScale * StrictMath.expm1(-losses[row]));
        scratch.write(x, logits, row * columns, columns);
      }
    }
  }

  private static float max(int count, float[] x) {
    FloatVector max = broadcast(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      max = max.max(load(x, i));
    }
    return Lanes.max(max);
  }

  /** Replaces elements by their exponentials and returns the sum. */
  private static double exponentials(int count, float[] x, float offset) {
    double sum = 0;
    for (int start = 0; start < count; start += BLOCK) {
      sum += exponentials(start, Math.min(count, start + BLOCK), x, offset);
    }
    return sum;
  }

  private static float exponentials(int from, int to, float[] x, float offset) {
    FloatVector offsets = broadcast(offset);
    FloatVector minusScale = broadcast(-Exponential.LOG2_E);
    FloatVector sum = Lanes.zero();
    for (int i = from; i < to; i += Lanes.WIDTH) {
      FloatVector e = Exponential.exp2OfMinus(load(x, i).fma(minusScale, offsets));
      store(e, x, i);
      sum = sum.add(e);
    }
    return Lanes.sum(sum);
  }

  private static void multiply(int count, float[] x, float factor) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      store(load(x, i).mul(factor), x, i);
    }
  }
}

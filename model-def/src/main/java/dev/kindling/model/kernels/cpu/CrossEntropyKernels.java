package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/** Softmax cross-entropy of rows of logits, its gradient in their place. */
final class CrossEntropyKernels {
  /** Elements summed in float32 before double takes over; a multiple of every vector's width. */
  private static final int BLOCK = 1024;

  private static final double LN_2 = 0.6931471805599453;

  /** {@code x = scale · x + offset}. */
  private static final Pass EXPONENTS =
      (from, to, x, y, z, scale, offset) -> {
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector.fromArray(SPECIES, x, i).fma(scales, offsets).intoArray(x, i);
        }
      };

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
    float[] lanes = scratch.lanes();
    for (int row = from; row < to; row++) {
      int label = labels[firstLabel + row];
      scratch.read(logits, row * columns, columns, x, Float.NEGATIVE_INFINITY);
      float highest = Passes.max(columns, x, lanes);
      correct[row] = x[label] >= highest;
      // Powers of two with exponents from 0 down: -(highest - x)·log2(e).
      float offset = highest * Exponential.LOG2_E;
      double below = Math.fma(x[label], -Exponential.LOG2_E, offset);
      double sum = exponentials(columns, x, offset, lanes);
      losses[row] = StrictMath.log(sum) + below * LN_2;
      if (gradientScale != 0) {
        Passes.scale(columns, x, (float) (gradientScale / sum));
        x[label] = (float) (gradientScale * StrictMath.expm1(-losses[row]));
        scratch.write(x, logits, row * columns, columns);
      }
    }
  }

  /** Replaces elements by their exponentials and returns the sum. */
  private static double exponentials(int count, float[] x, float offset, float[] lanes) {
    double sum = 0;
    for (int start = 0; start < count; start += BLOCK) {
      int end = Math.min(count, start + BLOCK);
      Passes.run(EXPONENTS, start, end, x, null, null, -Exponential.LOG2_E, offset);
      Exponential.exp2OfMinus(start, end, x);
      sum += Passes.sum(start, end, x, lanes);
    }
    return sum;
  }
}

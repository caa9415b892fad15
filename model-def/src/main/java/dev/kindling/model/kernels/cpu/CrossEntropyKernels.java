package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/** Softmax cross-entropy of rows of logits, its gradient in their place. */
final class CrossEntropyKernels {
  /** Elements summed in float32 before double takes over; a multiple of every vector's width. */
  private static final int BLOCK = 1024;

  /** {@code x = scale · (highest - x)}. */
  private static final Pass EXPONENTS =
      (from, to, x, y, z, highest, scale) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector.fromArray(SPECIES, x, i).sub(highest).mul(-scale).intoArray(x, i);
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
      double below = (double) highest - x[label];
      double sum = exponentials(columns, x, highest, lanes);
      losses[row] = StrictMath.log(sum) + below;
      if (gradientScale != 0) {
        Passes.scale(columns, x, (float) (gradientScale / sum));
        x[label] = (float) (gradientScale * StrictMath.expm1(-losses[row]));
        scratch.write(x, logits, row * columns, columns);
      }
    }
  }

  /** Elements become exp(x - highest); returns their sum. */
  private static double exponentials(int count, float[] x, float highest, float[] lanes) {
    double sum = 0;
    for (int start = 0; start < count; start += BLOCK) {
      int end = Math.min(count, start + BLOCK);
      Passes.run(EXPONENTS, start, end, x, null, null, highest, Exponential.LOG2_E);
      Exponential.exp2OfMinus(start, end, x);
      sum += Passes.sum(start, end, x, lanes);
    }
    return sum;
  }
}

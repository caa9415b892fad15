package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.RowScratch.SEGMENT;

import dev.kindling.model.kernels.AdamWUpdate;
import jdk.incubator.vector.FloatVector;

/** Passes over elements {@code [from, to)} of parameters: norms, the updates of AdamW and LAMB. */
final class OptimizerKernels {
  /** Elements whose squares are summed by themselves before the sums of all blocks are. */
  static final int NORM_BLOCK = 1 << 15;

  /** {@code v = beta · v + share · g²}. */
  private static final Pass AVERAGE_SQUARE =
      (from, to, v, g, z, beta, share) -> {
        FloatVector betas = FloatVector.broadcast(SPECIES, beta);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
          FloatVector square = gradient.mul(gradient).mul(share);
          FloatVector.fromArray(SPECIES, v, i).fma(betas, square).intoArray(v, i);
        }
      };

  /** {@code x = m / (correction · √v + epsilon)}. */
  private static final Pass RATIO =
      (from, to, x, m, v, correction, epsilon) -> {
        FloatVector corrections = FloatVector.broadcast(SPECIES, correction);
        FloatVector epsilons = FloatVector.broadcast(SPECIES, epsilon);
        for (int i = from; i < to; i += WIDTH) {
          FloatVector root = FloatVector.fromArray(SPECIES, v, i).sqrt();
          FloatVector first = FloatVector.fromArray(SPECIES, m, i);
          first.div(root.fma(corrections, epsilons)).intoArray(x, i);
        }
      };

  private OptimizerKernels() {}

  /** Returns the sum of squares, in float32 for each {@link RowScratch#SEGMENT} elements. */
  static double squaredNorm(int from, int to, CpuBuffer x) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    double sum = 0;
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(x, start, count, values, 0);
      sum += Passes.sumSquares(count, values, 0, scratch.lanes());
    }
    return sum;
  }

  /**
   * See {@link AdamWUpdate}.
   *
   * @param gradientScale clipping factor
   * @param directionOnly whether what it would subtract takes the gradient's place, and the
   *     parameters stay
   */
  static void adam(
      AdamWUpdate u,
      float gradientScale,
      int from,
      int to,
      CpuBuffer parameters,
      CpuBuffer gradients,
      CpuBuffer first,
      CpuBuffer second,
      boolean directionOnly) {
    RowScratch scratch = RowScratch.ofThread();
    float[] p = scratch.array(0, SEGMENT);
    float[] g = scratch.array(1, SEGMENT);
    float[] m = scratch.array(2, SEGMENT);
    float[] v = scratch.array(3, SEGMENT);
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(parameters, start, count, p);
      scratch.read(gradients, start, count, g);
      scratch.read(first, start, count, m);
      scratch.read(second, start, count, v);
      Passes.scale(count, g, gradientScale);
      direction(u, count, p, g, m, v);
      scratch.write(m, first, start, count);
      scratch.write(v, second, start, count);
      if (directionOnly) {
        scratch.write(g, gradients, start, count);
      } else {
        Passes.run(Passes.SUBTRACT, count, p, g);
        scratch.write(p, parameters, start, count);
      }
    }
  }

  /** Updates the moments; the gradient becomes what the parameters are to lose. */
  private static void direction(
      AdamWUpdate u, int count, float[] p, float[] g, float[] m, float[] v) {
    Passes.run(Passes.COMBINE, 0, count, m, g, null, u.beta1(), 1 - u.beta1());
    Passes.run(AVERAGE_SQUARE, 0, count, v, g, null, u.beta2(), 1 - u.beta2());
    Passes.run(RATIO, 0, count, g, m, v, u.secondCorrection(), u.epsilon());
    Passes.run(Passes.COMBINE, 0, count, g, p, null, u.stepSize(), u.decay());
  }

  /** y = y + scale · x; both any. */
  static void addScaled(float scale, int from, int to, CpuBuffer x, CpuBuffer y) {
    RowScratch scratch = RowScratch.ofThread();
    float[] a = scratch.array(0, SEGMENT);
    float[] b = scratch.array(1, SEGMENT);
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(x, start, count, a);
      scratch.read(y, start, count, b);
      Passes.run(Passes.COMBINE, 0, count, b, a, null, 1, scale);
      scratch.write(b, y, start, count);
    }
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.RowScratch.SEGMENT;

import dev.kindling.model.kernels.AdamWUpdate;
import jdk.incubator.vector.FloatVector;

/** Passes over elements {@code [from, to)} of parameters: norms, the updates of AdamW and LAMB. */
final class OptimizerKernels {
  /** Elements whose squares are summed by themselves before the sums of all blocks are. */
  static final int NORM_BLOCK = 1 << 15;

  private OptimizerKernels() {}

  /** Returns the sum of squares, in float32 for each {@link RowScratch#SEGMENT} elements. */
  static double squaredNorm(int from, int to, CpuBuffer x) {
    RowScratch scratch = RowScratch.ofThread();
    float[] values = scratch.array(0, SEGMENT);
    double sum = 0;
    for (int start = from; start < to; start += SEGMENT) {
      int count = Math.min(SEGMENT, to - start);
      scratch.read(x, start, count, values, 0);
      sum += squaredNorm(count, values);
    }
    return sum;
  }

  private static float squaredNorm(int count, float[] x) {
    FloatVector sum = Lanes.zero();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      sum = v.fma(v, sum);
    }
    return Lanes.sum(sum);
  }

  /** See {@link AdamWUpdate}. */
  static void adamW(
      AdamWUpdate u,
      int from,
      int to,
      CpuBuffer parameters,
      CpuBuffer gradients,
      CpuBuffer first,
      CpuBuffer second) {
    adam(u, from, to, parameters, gradients, first, second, false);
  }

  /** As {@link #adamW}, but leaves what it would subtract in the gradient's place. */
  static void adamDirection(
      AdamWUpdate u,
      int from,
      int to,
      CpuBuffer parameters,
      CpuBuffer gradients,
      CpuBuffer first,
      CpuBuffer second) {
    adam(u, from, to, parameters, gradients, first, second, true);
  }

  private static void adam(
      AdamWUpdate u,
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
      direction(u, count, p, g, m, v);
      scratch.write(m, first, start, count);
      scratch.write(v, second, start, count);
      if (directionOnly) {
        scratch.write(g, gradients, start, count);
      } else {
        subtract(count, g, p);
        scratch.write(p, parameters, start, count);
      }
    }
  }

  /** Updates the moments; the gradient becomes what the parameters are to lose. */
  private static void direction(
      AdamWUpdate u, int count, float[] p, float[] g, float[] m, float[] v) {
    FloatVector correction = broadcast(u.secondCorrection());
    FloatVector epsilon = broadcast(u.epsilon());
    FloatVector decay = broadcast(u.decay());
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector gradient = load(g, i).mul(u.gradientScale());
      FloatVector first = average(load(m, i), gradient, u.beta1());
      FloatVector second = average(load(v, i), gradient.mul(gradient), u.beta2());
      store(first, m, i);
      store(second, v, i);
      FloatVector step = first.mul(u.stepSize()).div(second.sqrt().fma(correction, epsilon));
      store(load(p, i).fma(decay, step), g, i);
    }
  }

  private static FloatVector average(FloatVector old, FloatVector value, float beta) {
    return old.fma(broadcast(beta), value.mul(1 - beta));
  }

  private static void subtract(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      store(load(y, i).sub(load(x, i)), y, i);
    }
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
      addScaled(scale, count, a, b);
      scratch.write(b, y, start, count);
    }
  }

  private static void addScaled(float scale, int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      store(load(x, i).fma(broadcast(scale), load(y, i)), y, i);
    }
  }
}

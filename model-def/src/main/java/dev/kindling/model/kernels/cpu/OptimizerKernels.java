package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.Lanes.storeFirst;

import dev.kindling.model.kernels.AdamWUpdate;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Passes over all parameters: the gradient's norm, the updates of AdamW and LAMB. */
final class OptimizerKernels {
  /** Elements summed in float32 before double takes over; a multiple of every vector's width. */
  private static final int BLOCK = 1024;

  private final float[] scratch = new float[Lanes.WIDTH];

  double squaredNorm(int count, ByteBuffer x) {
    double sum = 0;
    for (int start = 0; start < count; start += BLOCK) {
      sum += squaredNorm(start, Math.min(count, start + BLOCK), x);
    }
    return sum;
  }

  private float squaredNorm(int start, int end, ByteBuffer x) {
    FloatVector sum = Lanes.zero();
    int bound = start + Lanes.bound(end - start);
    for (int i = start; i < bound; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      sum = v.fma(v, sum);
    }
    if (bound < end) {
      FloatVector v = Lanes.keepFirst(load(x, bound), end - bound, 0f);
      sum = v.fma(v, sum);
    }
    return Lanes.sum(sum, scratch);
  }

  /** See {@link AdamWUpdate}. */
  static void adamW(
      AdamWUpdate u, int count, ByteBuffer p, ByteBuffer gradient, ByteBuffer m, ByteBuffer v) {
    int bound = Lanes.bound(count);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector g = load(gradient, i).mul(u.gradientScale());
      FloatVector first = average(load(m, i), g, u.beta1());
      FloatVector second = average(load(v, i), g.mul(g), u.beta2());
      store(first, m, i);
      store(second, v, i);
      store(updated(u, load(p, i), first, second), p, i);
    }
    if (bound < count) {
      int rest = count - bound;
      FloatVector g = load(gradient, bound).mul(u.gradientScale());
      FloatVector first = average(load(m, bound), g, u.beta1());
      FloatVector second = average(load(v, bound), g.mul(g), u.beta2());
      storeFirst(first, m, bound, rest);
      storeFirst(second, v, bound, rest);
      storeFirst(updated(u, load(p, bound), first, second), p, bound, rest);
    }
  }

  /** As adamW, over [from, to), but leaves what it would subtract in the gradient's place. */
  static void adamDirection(
      AdamWUpdate u,
      int from,
      int to,
      ByteBuffer p,
      ByteBuffer gradient,
      ByteBuffer m,
      ByteBuffer v) {
    int bound = from + Lanes.bound(to - from);
    for (int i = from; i < bound; i += Lanes.WIDTH) {
      FloatVector g = load(gradient, i).mul(u.gradientScale());
      FloatVector first = average(load(m, i), g, u.beta1());
      FloatVector second = average(load(v, i), g.mul(g), u.beta2());
      store(first, m, i);
      store(second, v, i);
      store(direction(u, load(p, i), first, second), gradient, i);
    }
    if (bound < to) {
      int rest = to - bound;
      FloatVector g = load(gradient, bound).mul(u.gradientScale());
      FloatVector first = average(load(m, bound), g, u.beta1());
      FloatVector second = average(load(v, bound), g.mul(g), u.beta2());
      storeFirst(first, m, bound, rest);
      storeFirst(second, v, bound, rest);
      storeFirst(direction(u, load(p, bound), first, second), gradient, bound, rest);
    }
  }

  /** y = y + scale · x over [from, to). */
  static void addScaled(float scale, int from, int to, ByteBuffer x, ByteBuffer y) {
    int bound = from + Lanes.bound(to - from);
    for (int i = from; i < bound; i += Lanes.WIDTH) {
      store(load(x, i).fma(broadcast(scale), load(y, i)), y, i);
    }
    if (bound < to) {
      FloatVector sum = load(x, bound).fma(broadcast(scale), load(y, bound));
      storeFirst(sum, y, bound, to - bound);
    }
  }

  private static FloatVector direction(
      AdamWUpdate u, FloatVector p, FloatVector first, FloatVector second) {
    FloatVector root = second.sqrt().fma(broadcast(u.secondCorrection()), broadcast(u.epsilon()));
    return p.fma(broadcast(u.decay()), first.mul(u.stepSize()).div(root));
  }

  private static FloatVector average(FloatVector old, FloatVector value, float beta) {
    return old.fma(broadcast(beta), value.mul(1 - beta));
  }

  private static FloatVector updated(
      AdamWUpdate u, FloatVector p, FloatVector first, FloatVector second) {
    FloatVector root = second.sqrt().fma(broadcast(u.secondCorrection()), broadcast(u.epsilon()));
    FloatVector decayed = p.mul(1 - u.decay());
    return decayed.sub(first.mul(u.stepSize()).div(root));
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.Lanes.storeFirst;

import dev.kindling.model.kernels.Gelu;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Both forms of GELU with a bias, forward and backward, row by row. */
final class GeluKernels {
  // Abramowitz and Stegun 7.1.26: erf to 1.5e-7 from the exponential that the derivative needs too.
  private static final float ERF_P = (float) (0.3275911 * Math.sqrt(0.5));
  private static final float INVERSE_SQRT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));

  private static final float TANH_SCALE = (float) Math.sqrt(2 / Math.PI);
  private static final float TANH_CUBE = 0.044715f;

  private GeluKernels() {}

  static void forward(
      Gelu form, int rows, int columns, ByteBuffer x, ByteBuffer bias, ByteBuffer y) {
    for (int row = 0; row < rows; row++) {
      if (form == Gelu.ERF) {
        erfRow(row * columns, columns, x, bias, y);
      } else {
        tanhRow(row * columns, columns, x, bias, y);
      }
    }
  }

  static void backward(
      Gelu form, int rows, int columns, ByteBuffer x, ByteBuffer dy, ByteBuffer dBias) {
    for (int row = 0; row < rows; row++) {
      if (form == Gelu.ERF) {
        erfRowBackward(row * columns, columns, x, dy, dBias);
      } else {
        tanhRowBackward(row * columns, columns, x, dy, dBias);
      }
    }
  }

  private static void erfRow(int at, int columns, ByteBuffer x, ByteBuffer bias, ByteBuffer y) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector v = load(x, at + i).add(load(bias, i));
      store(v, x, at + i);
      store(v.mul(phi(v, bell(v))), y, at + i);
    }
    if (bound < columns) {
      FloatVector v = load(x, at + bound).add(load(bias, bound));
      storeFirst(v, x, at + bound, columns - bound);
      storeFirst(v.mul(phi(v, bell(v))), y, at + bound, columns - bound);
    }
  }

  private static void erfRowBackward(
      int at, int columns, ByteBuffer x, ByteBuffer dy, ByteBuffer dBias) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector d = load(dy, at + i).mul(erfSlope(load(x, at + i)));
      store(d, dy, at + i);
      store(load(dBias, i).add(d), dBias, i);
    }
    if (bound < columns) {
      FloatVector d = load(dy, at + bound).mul(erfSlope(load(x, at + bound)));
      storeFirst(d, dy, at + bound, columns - bound);
      storeFirst(load(dBias, bound).add(d), dBias, bound, columns - bound);
    }
  }

  private static void tanhRow(int at, int columns, ByteBuffer x, ByteBuffer bias, ByteBuffer y) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector v = load(x, at + i).add(load(bias, i));
      store(v, x, at + i);
      store(v.mul(gate(v)), y, at + i);
    }
    if (bound < columns) {
      FloatVector v = load(x, at + bound).add(load(bias, bound));
      storeFirst(v, x, at + bound, columns - bound);
      storeFirst(v.mul(gate(v)), y, at + bound, columns - bound);
    }
  }

  private static void tanhRowBackward(
      int at, int columns, ByteBuffer x, ByteBuffer dy, ByteBuffer dBias) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector d = load(dy, at + i).mul(tanhSlope(load(x, at + i)));
      store(d, dy, at + i);
      store(load(dBias, i).add(d), dBias, i);
    }
    if (bound < columns) {
      FloatVector d = load(dy, at + bound).mul(tanhSlope(load(x, at + bound)));
      storeFirst(d, dy, at + bound, columns - bound);
      storeFirst(load(dBias, bound).add(d), dBias, bound, columns - bound);
    }
  }

  /** exp(-x²/2). */
  private static FloatVector bell(FloatVector x) {
    return Lanes.exp(x.mul(x).mul(-0.5f));
  }

  /** The normal distribution function Φ(x) = (1 + erf(x/√2)) / 2. */
  private static FloatVector phi(FloatVector x, FloatVector bell) {
    FloatVector t = broadcast(1f).div(x.abs().fma(broadcast(ERF_P), broadcast(1f)));
    FloatVector p = t.fma(broadcast((float) 1.061405429), broadcast((float) -1.453152027));
    p = p.fma(t, broadcast((float) 1.421413741));
    p = p.fma(t, broadcast((float) -0.284496736));
    p = p.fma(t, broadcast((float) 0.254829592));
    FloatVector tail = p.mul(t).mul(bell).mul(0.5f); // Φ(-|x|)
    return tail.blend(broadcast(1f).sub(tail), x.compare(VectorOperators.GT, 0f));
  }

  private static FloatVector erfSlope(FloatVector x) {
    FloatVector bell = bell(x);
    return x.mul(bell).fma(broadcast(INVERSE_SQRT_2_PI), phi(x, bell));
  }

  /** (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)) with u = √(2/π)·(x + 0.044715·x³). */
  private static FloatVector gate(FloatVector x) {
    FloatVector inner = x.mul(x).fma(broadcast(TANH_CUBE), broadcast(1f)).mul(x);
    return broadcast(1f).div(Lanes.exp(inner.mul(-2 * TANH_SCALE)).add(1f));
  }

  private static FloatVector tanhSlope(FloatVector x) {
    FloatVector gate = gate(x);
    FloatVector innerSlope =
        x.mul(x).fma(broadcast(3 * TANH_CUBE), broadcast(1f)).mul(2 * TANH_SCALE);
    FloatVector gateSlope = gate.mul(broadcast(1f).sub(gate)).mul(innerSlope);
    return x.fma(gateSlope, gate);
  }
}

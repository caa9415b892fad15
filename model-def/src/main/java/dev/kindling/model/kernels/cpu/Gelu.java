package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Both forms of the Gaussian error linear unit (Hendrycks and Gimpel 2016) and their slopes. */
final class Gelu {
  private static final FloatVector ONE = broadcast(1);

  // Abramowitz and Stegun 7.1.26: erf to 1.5e-7 from the exponential that the slope needs too.
  private static final FloatVector ERF_P = broadcast((float) (0.3275911 * Math.sqrt(0.5)));
  private static final FloatVector ERF_5 = broadcast(0.5f * 1.061405429f);
  private static final FloatVector ERF_4 = broadcast(0.5f * -1.453152027f);
  private static final FloatVector ERF_3 = broadcast(0.5f * 1.421413741f);
  private static final FloatVector ERF_2 = broadcast(0.5f * -0.284496736f);
  private static final FloatVector ERF_1 = broadcast(0.5f * 0.254829592f);
  private static final FloatVector INVERSE_SQRT_2_PI =
      broadcast((float) (1 / Math.sqrt(2 * Math.PI)));
  private static final FloatVector BELL_EXPONENT = broadcast(0.5f * Exponential.LOG2_E);

  /** Beyond it the gate is 0 or 1 in float32, and below it no exponential underflows. */
  private static final FloatVector TANH_LIMIT = broadcast(10);

  // The gate's exponent is that of 2: -2·log2(e)·√(2/π)·(x + 0.044715·x³).
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBE = 0.044715;
  private static final FloatVector GATE_1 = broadcast((float) (-2 / Math.log(2) * TANH_SCALE));
  private static final FloatVector GATE_3 =
      broadcast((float) (-2 / Math.log(2) * TANH_SCALE * TANH_CUBE));
  private static final FloatVector GATE_SLOPE_0 = broadcast((float) (2 * TANH_SCALE));
  private static final FloatVector GATE_SLOPE_2 = broadcast((float) (6 * TANH_SCALE * TANH_CUBE));

  private Gelu() {}

  /** x becomes x·Φ(x), with the normal distribution function Φ. */
  static void erf(int count, float[] x) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      store(v.mul(distribution(v, bell(v))), x, i);
    }
  }

  /** d becomes d·(Φ(x) + x·Φ'(x)). */
  static void erfSlope(int count, float[] x, float[] d) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      FloatVector bell = bell(v);
      FloatVector slope = v.mul(bell).fma(INVERSE_SQRT_2_PI, distribution(v, bell));
      store(load(d, i).mul(slope), d, i);
    }
  }

  /** exp(-x²/2), not below 2^-126. */
  private static FloatVector bell(FloatVector x) {
    return Exponential.exp2OfMinus(x.mul(x).mul(BELL_EXPONENT));
  }

  /** Φ(x) = (1 + erf(x/√2)) / 2. */
  private static FloatVector distribution(FloatVector x, FloatVector bell) {
    FloatVector t = ONE.div(x.abs().fma(ERF_P, ONE));
    FloatVector p = ERF_5.fma(t, ERF_4).fma(t, ERF_3).fma(t, ERF_2).fma(t, ERF_1);
    FloatVector tail = p.mul(t).mul(bell); // Φ(-|x|)
    return tail.blend(ONE.sub(tail), x.compare(VectorOperators.GT, 0f));
  }

  /** x becomes x·(1 + tanh(u)) / 2 with u = √(2/π)·(x + 0.044715·x³). */
  static void tanh(int count, float[] x) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      store(v.mul(gate(v)), x, i);
    }
  }

  /** d is multiplied by the slope of {@link #tanh} at x. */
  static void tanhSlope(int count, float[] x, float[] d) {
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector v = load(x, i);
      FloatVector gate = gate(v);
      FloatVector slope = v.mul(v).fma(GATE_SLOPE_2, GATE_SLOPE_0).mul(v);
      store(load(d, i).mul(gate.sub(gate.mul(gate)).fma(slope, gate)), d, i);
    }
  }

  /** (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)). */
  private static FloatVector gate(FloatVector x) {
    FloatVector cut = Exponential.clamp(x, TANH_LIMIT);
    FloatVector t = cut.mul(cut).fma(GATE_3, GATE_1).mul(cut);
    return ONE.div(Exponential.exp2(t).add(ONE));
  }
}

package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.SPECIES;
import static dev.kindling.model.kernels.cpu.Lanes.WIDTH;
import static dev.kindling.model.kernels.cpu.Lanes.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Both forms of the Gaussian error linear unit (Hendrycks and Gimpel 2016) and their slopes, as
 * passes over arrays. Each takes one exponential, of a negative number.
 */
final class Gelu {
  private static final FloatVector ONE = broadcast(1);

  /** Exponents of 1/2: x²/2·log2(e). */
  private static final FloatVector BELL_EXPONENT = broadcast((float) (0.5 / Math.log(2)));

  // Abramowitz and Stegun 7.1.26, for Φ instead of erf: its error is 7.5e-8.
  private static final FloatVector ERF_P = broadcast((float) (0.3275911 * Math.sqrt(0.5)));
  private static final FloatVector ERF_5 = broadcast((float) (0.5 * 1.061405429));
  private static final FloatVector ERF_4 = broadcast((float) (0.5 * -1.453152027));
  private static final FloatVector ERF_3 = broadcast((float) (0.5 * 1.421413741));
  private static final FloatVector ERF_2 = broadcast((float) (0.5 * -0.284496736));
  private static final FloatVector ERF_1 = broadcast((float) (0.5 * 0.254829592));
  private static final FloatVector INVERSE_SQRT_2_PI =
      broadcast((float) (1 / Math.sqrt(2 * Math.PI)));

  // The gate (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)) has u = √(2/π)·(x + 0.044715·x³).
  private static final double SCALE = 2 * Math.sqrt(2 / Math.PI);
  private static final double CUBE = 0.044715;
  private static final FloatVector GATE_1 = broadcast((float) (SCALE / Math.log(2)));
  private static final FloatVector GATE_3 = broadcast((float) (SCALE * CUBE / Math.log(2)));
  private static final FloatVector GATE_SLOPE_0 = broadcast((float) SCALE);
  private static final FloatVector GATE_SLOPE_2 = broadcast((float) (3 * SCALE * CUBE));

  private static final Pass BELL_EXPONENTS =
      (from, to, e, x, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          v.mul(v).mul(BELL_EXPONENT).intoArray(e, i);
        }
      };

  private static final Pass ERF =
      (from, to, x, bells, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector t = ONE.div(v.abs().fma(ERF_P, ONE));
          FloatVector sum = ERF_5.fma(t, ERF_4).fma(t, ERF_3).fma(t, ERF_2).fma(t, ERF_1);
          FloatVector tail = sum.mul(t).mul(FloatVector.fromArray(SPECIES, bells, i)); // Φ(-|x|)
          FloatVector phi = tail.blend(ONE.sub(tail), v.compare(VectorOperators.GT, 0f));
          v.mul(phi).intoArray(x, i);
        }
      };

  private static final Pass ERF_SLOPE =
      (from, to, d, x, bells, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector bell = FloatVector.fromArray(SPECIES, bells, i);
          FloatVector t = ONE.div(v.abs().fma(ERF_P, ONE));
          FloatVector sum = ERF_5.fma(t, ERF_4).fma(t, ERF_3).fma(t, ERF_2).fma(t, ERF_1);
          FloatVector tail = sum.mul(t).mul(bell);
          FloatVector phi = tail.blend(ONE.sub(tail), v.compare(VectorOperators.GT, 0f));
          FloatVector slope = v.mul(bell).fma(INVERSE_SQRT_2_PI, phi);
          FloatVector.fromArray(SPECIES, d, i).mul(slope).intoArray(d, i);
        }
      };

  private static final Pass GATE_EXPONENTS =
      (from, to, e, x, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          v.mul(v).fma(GATE_3, GATE_1).mul(v.abs()).intoArray(e, i);
        }
      };

  private static final Pass TANH =
      (from, to, x, exponentials, z, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector e = FloatVector.fromArray(SPECIES, exponentials, i);
          FloatVector share = e.blend(ONE, v.compare(VectorOperators.GT, 0f));
          v.mul(share).div(e.add(ONE)).intoArray(x, i);
        }
      };

  private static final Pass TANH_SLOPE =
      (from, to, d, x, exponentials, p, q) -> {
        for (int i = from; i < to; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, i);
          FloatVector e = FloatVector.fromArray(SPECIES, exponentials, i);
          FloatVector upper = ONE.div(e.add(ONE)); // the gate of |x|
          FloatVector lower = e.mul(upper); // and of -|x|: what is missing to 1
          FloatVector gate = lower.blend(upper, v.compare(VectorOperators.GT, 0f));
          FloatVector inner = v.mul(v).fma(GATE_SLOPE_2, GATE_SLOPE_0).mul(v);
          FloatVector slope = lower.mul(upper).fma(inner, gate);
          FloatVector.fromArray(SPECIES, d, i).mul(slope).intoArray(d, i);
        }
      };

  private Gelu() {}

  /** x becomes x·Φ(x), with the normal distribution function Φ. */
  static void erf(int count, float[] x, float[] scratch) {
    Passes.run(BELL_EXPONENTS, count, scratch, x);
    Exponential.exp2OfMinus(0, count, scratch);
    Passes.run(ERF, count, x, scratch);
  }

  /** d becomes d·(Φ(x) + x·Φ'(x)). */
  static void erfSlope(int count, float[] x, float[] d, float[] scratch) {
    Passes.run(BELL_EXPONENTS, count, scratch, x);
    Exponential.exp2OfMinus(0, count, scratch);
    Passes.run(ERF_SLOPE, count, d, x, scratch);
  }

  /** x becomes x·(1 + tanh(u)) / 2 with u = √(2/π)·(x + 0.044715·x³). */
  static void tanh(int count, float[] x, float[] scratch) {
    Passes.run(GATE_EXPONENTS, count, scratch, x);
    Exponential.exp2OfMinus(0, count, scratch);
    Passes.run(TANH, count, x, scratch);
  }

  /** d is multiplied by the slope of {@link #tanh} at x. */
  static void tanhSlope(int count, float[] x, float[] d, float[] scratch) {
    Passes.run(GATE_EXPONENTS, count, scratch, x);
    Exponential.exp2OfMinus(0, count, scratch);
    Passes.run(TANH_SLOPE, count, d, x, scratch);
  }
}

package dev.kindling.model;

import java.util.Arrays;

/**
 * Draws initial weights as the papers do. Each value depends on the seed, the slice's name and the
 * index in the slice only, and has the same bits on every machine.
 *
 * <ul>
 *   <li>BERT: normal with deviation 0.02, cut at two deviations ({@code
 *       truncated_normal_initializer} in google-research/bert).
 *   <li>GPT-1 and GPT-2: normal with deviation 0.02. Where a GPT normalises before each sublayer,
 *       the projections into the residual stream are scaled by 1/sqrt(2·layers) (Radford et al.
 *       2019, section 2.3).
 *   <li>Gains are 1, biases 0.
 * </ul>
 */
public final class Initializer {
  private static final double DEVIATION = 0.02;
  private static final double CUT = 2; // deviations
  private static final double UNIT_52_BITS = 0x1p-52;

  private final TransformerConfig config;
  private final long seed;

  /**
   * Draws for one model.
   *
   * @param seed any value; equal seeds give equal bits on every machine
   */
  public Initializer(TransformerConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /**
   * Draws some elements of a slice.
   *
   * @param from index in the slice of the first element, even
   * @param count number of elements, at most those from {@code from} on
   * @param into receives them
   * @param offset index in {@code into} of the first
   */
  public void draw(ParameterSlice slice, int from, int count, float[] into, int offset) {
    if (slice.decays()) {
      drawNormal(slice, from, count, into, offset);
    } else {
      Arrays.fill(into, offset, offset + count, slice.name().endsWith(".gain") ? 1f : 0f);
    }
  }

  /** Marsaglia's polar method, which makes two values of one logarithm. */
  private void drawNormal(ParameterSlice slice, int from, int count, float[] into, int offset) {
    long key = Hash.of(seed, slice.name());
    double deviation = deviation(slice);
    double cut = config.isBert() ? CUT : Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i += 2) {
      long pair = Hash.of(key, (from + i) / 2);
      double x;
      double y;
      double factor;
      long draws = 0;
      do { // values of a pair are independent, so drawing both again leaves them so
        x = uniform(pair, draws++);
        y = uniform(pair, draws++);
        factor = polarFactor(x * x + y * y);
      } while (!(Math.abs(x) * factor <= cut && Math.abs(y) * factor <= cut));
      into[offset + i] = (float) (deviation * x * factor);
      if (i + 1 < count) {
        into[offset + i + 1] = (float) (deviation * y * factor);
      }
    }
  }

  /** NaN outside the unit circle and at its centre. StrictMath: equal bits on every machine. */
  private static double polarFactor(double square) {
    return square > 0 && square < 1 ? Math.sqrt(-2 * StrictMath.log(square) / square) : Double.NaN;
  }

  private double deviation(ParameterSlice slice) {
    boolean residual =
        slice.name().endsWith("attention.output.weight")
            || slice.name().endsWith("feedforward.outer.weight");
    boolean scaled = residual && !config.isBert() && config.isPreNorm();
    return scaled ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
  }

  /** Uniform in [-1, 1). */
  private static double uniform(long key, long counter) {
    return (Hash.of(key, counter) >> 11) * UNIT_52_BITS;
  }
}

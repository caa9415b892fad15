package dev.kindling.model;

import java.util.Arrays;

/**
 * Draws initial weights: normal with deviation 0.02 as in the BERT and GPT-2 papers, GPT's residual
 * projections scaled by 1/sqrt(2·layers) as in GPT-2, gains 1, biases 0. Each value depends on the
 * seed, the slice's name and the index in the slice only.
 */
final class Initializer {
  private static final double DEVIATION = 0.02;
  private static final double UNIT_53_BITS = 0x1p-53;

  private Initializer() {}

  static float[] parameters(TransformerConfig config, long seed) {
    ParameterLayout layout = ParameterLayout.of(config);
    float[] parameters = new float[layout.size()];
    for (ParameterSlice slice : layout.slices()) {
      if (slice.decays()) {
        fillNormal(parameters, slice, Hash.of(seed, slice.name()), deviation(config, slice));
      } else if (slice.name().endsWith(".gain")) {
        Arrays.fill(parameters, slice.offset(), slice.end(), 1f);
      }
    }
    return parameters;
  }

  private static double deviation(TransformerConfig config, ParameterSlice slice) {
    boolean residual =
        slice.name().endsWith("attention.output.weight")
            || slice.name().endsWith("feedforward.outer.weight");
    return residual && !config.isBert() ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
  }

  /** Box–Muller on pairs of hashed counters; StrictMath gives the same bits on every machine. */
  private static void fillNormal(float[] into, ParameterSlice slice, long key, double deviation) {
    for (int i = 0; i < slice.size(); i += 2) {
      double radius = Math.sqrt(-2 * StrictMath.log(uniform(key, i)));
      double angle = 2 * Math.PI * uniform(key, i + 1L);
      into[slice.offset() + i] = (float) (deviation * radius * StrictMath.cos(angle));
      if (i + 1 < slice.size()) {
        into[slice.offset() + i + 1] = (float) (deviation * radius * StrictMath.sin(angle));
      }
    }
  }

  /** Uniform in (0, 1]. */
  private static double uniform(long key, long counter) {
    return ((Hash.of(key, counter) >>> 11) + 1) * UNIT_53_BITS;
  }
}

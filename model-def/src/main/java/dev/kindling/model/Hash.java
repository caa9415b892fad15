package dev.kindling.model;

/**
 * The mixing function behind every random number of the model: a pure function of its arguments.
 */
public final class Hash {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /** Returns 64 well mixed bits of a key and a counter (the step of SplitMix64). */
  public static long of(long key, long counter) {
    long z = mix(key) + (counter + 1) * GOLDEN_RATIO;
    return mix(z);
  }

  /** Returns 64 well mixed bits of a key and a text. */
  public static long of(long key, String text) {
    long hash = of(key, text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = of(hash, text.charAt(i));
    }
    return hash;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

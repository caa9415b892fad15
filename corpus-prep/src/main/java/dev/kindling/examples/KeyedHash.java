package dev.kindling.examples;

/**
 * The 64-bit mixing function behind every order and every random choice in the project's data.
 *
 * <p>Each step is the finalizer of SplitMix64 (Steele, Lea and Flood 2014; constants by Stafford,
 * variant 13). Values are pinned by a test: changing the function changes every shard.
 */
public final class KeyedHash {
  static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private KeyedHash() {}

  /**
   * Hashes numbers in order.
   *
   * @param seed the key; different seeds give unrelated hashes
   * @param parts what is hashed; (1, 2) and (2, 1) differ
   * @return a value uniform over all 64-bit numbers
   */
  public static long of(long seed, long... parts) {
    long hash = mix(seed + GOLDEN_GAMMA);
    for (long part : parts) {
      hash = append(hash, part);
    }
    return hash;
  }

  /**
   * Hashes the UTF-16 units of a text, four at a time, and its length.
   *
   * @param seed the key; different seeds give unrelated hashes
   * @param text what is hashed
   * @return a value uniform over all 64-bit numbers
   */
  public static long of(long seed, String text) {
    long hash = mix(~(seed + GOLDEN_GAMMA)); // texts and numbers never share a start
    int length = text.length();
    for (int start = 0; start < length; start += 4) {
      long units = 0;
      for (int i = start; i < Math.min(start + 4, length); i++) {
        units = units << 16 | text.charAt(i);
      }
      hash = append(hash, units);
    }
    return append(hash, length);
  }

  /**
   * Mixes one number: a bijection in which each bit of the argument changes about half of the
   * result's bits.
   *
   * @param z any number
   * @return its image; 0 stays 0
   */
  public static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  private static long append(long hash, long part) {
    return mix(hash + GOLDEN_GAMMA + mix(part + GOLDEN_GAMMA));
  }
}

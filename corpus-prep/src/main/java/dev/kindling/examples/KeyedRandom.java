package dev.kindling.examples;

/** SplitMix64 started at a {@link KeyedHash}: the same key gives the same numbers everywhere. */
final class KeyedRandom {
  private long state;

  KeyedRandom(long key) {
    this.state = key;
  }

  long nextLong() {
    state += KeyedHash.GOLDEN_GAMMA;
    return KeyedHash.mix(state);
  }

  /** Uniform in [0, bound); the bias of the multiplication is below bound / 2^64. */
  int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, got " + bound);
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  /** Uniform in [first, last], both included. */
  int between(int first, int last) {
    return first + nextInt(last - first + 1);
  }

  /** Uniform in [0, 1), 53 bits. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  boolean nextBoolean() {
    return nextLong() < 0;
  }
}

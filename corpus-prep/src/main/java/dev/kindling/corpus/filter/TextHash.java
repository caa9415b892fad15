package dev.kindling.corpus.filter;

import dev.kindling.examples.KeyedHash;

/** 64-bit hashes of pieces of a text; equal pieces have equal hashes, others as good as never. */
final class TextHash {
  /** Odd, so that multiplying by it loses nothing; the golden ratio's fraction in 64 bits. */
  static final long FACTOR = 0x9e3779b97f4a7c15L;

  private TextHash() {}

  static long of(String text, int start, int end) {
    long hash = (long) end - start;
    for (int i = start; i < end; i++) {
      hash = (hash ^ text.charAt(i)) * FACTOR;
      hash ^= hash >>> 29;
    }
    return KeyedHash.mix(hash);
  }
}

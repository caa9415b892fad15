package dev.kindling.corpus.filter;

import java.util.Arrays;

/** Counts 64-bit hashes in one flat table that can be emptied and used again. */
final class LongTable {
  private static final int SMALLEST = 64;

  private long[] keys = new long[SMALLEST];
  private int[] counts = new int[SMALLEST];
  private int[] firsts = new int[SMALLEST];
  private int mask = SMALLEST - 1;

  /** Forgets everything and makes room for so many different keys. */
  void reset(int expected) {
    int capacity = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, 2 * expected - 1)) << 1);
    if (capacity > keys.length) {
      keys = new long[capacity];
      counts = new int[capacity];
      firsts = new int[capacity];
    } else {
      Arrays.fill(counts, 0, capacity, 0);
    }
    mask = capacity - 1;
  }

  /**
   * Counts a key.
   *
   * @param key any hash whose low bits are well mixed
   * @param position where it was seen
   * @return how often it was seen before
   */
  int add(long key, int position) {
    int slot = (int) key & mask;
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    if (counts[slot] == 0) {
      keys[slot] = key;
      firsts[slot] = position;
    }
    return counts[slot]++;
  }

  /** Where the key that was seen most often was seen first; of several the one seen first. */
  int firstOfMostFrequent() {
    int best = -1;
    for (int slot = 0; slot <= mask; slot++) {
      boolean more = best < 0 ? counts[slot] > 0 : counts[slot] > counts[best];
      boolean earlier = best >= 0 && counts[slot] == counts[best] && firsts[slot] < firsts[best];
      if (more || earlier) {
        best = slot;
      }
    }
    return best < 0 ? -1 : firsts[best];
  }

  /** How often the most frequent key was seen, 0 of none. */
  int mostFrequentCount() {
    int most = 0;
    for (int slot = 0; slot <= mask; slot++) {
      most = Math.max(most, counts[slot]);
    }
    return most;
  }
}

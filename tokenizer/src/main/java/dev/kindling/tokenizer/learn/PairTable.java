package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * How often each pair of neighbouring pieces occurs and in which words, by a hash table. Pairs are
 * numbered in the order in which they are first seen; no result may depend on that number.
 */
final class PairTable {

  private static final long EMPTY = -1;

  private long[] slotKeys = new long[1 << 12];
  private int[] slotPairs = new int[slotKeys.length];
  private long[] keys = new long[1 << 11]; // by pair
  private long[] counts = new long[1 << 11];
  private int[][] words =
      new int[1 << 11][]; // words that hold or held the pair, some more than once
  private int[] wordCounts = new int[1 << 11];
  private int pairs;

  PairTable() {
    Arrays.fill(slotKeys, EMPTY);
  }

  /** The key of a pair: ordered by the left piece's id, then the right one's. */
  static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  int size() {
    return pairs;
  }

  long keyOf(int pair) {
    return keys[pair];
  }

  long count(int pair) {
    return counts[pair];
  }

  /** Adds to a pair's count, or takes from it, in 64 bits. */
  void add(int pair, long change) {
    counts[pair] = Math.addExact(counts[pair], change);
  }

  /** Forgets the pair's count and words. */
  void clear(int pair) {
    counts[pair] = 0;
    words[pair] = null;
    wordCounts[pair] = 0;
  }

  void addWord(int pair, int word) {
    int[] list = words[pair];
    int size = wordCounts[pair];
    if (size > 0 && list[size - 1] == word) {
      return;
    }
    if (list == null) {
      list = new int[2];
    } else if (size == list.length) {
      list = Arrays.copyOf(list, size * 2);
    }
    list[size] = word;
    words[pair] = list;
    wordCounts[pair] = size + 1;
  }

  /** A copy of the list of words that hold or held the pair. */
  int[] words(int pair) {
    return wordCounts[pair] == 0 ? new int[0] : Arrays.copyOf(words[pair], wordCounts[pair]);
  }

  /** The number of a pair, a new one if it was never seen. */
  int pair(int left, int right) {
    long key = key(left, right);
    int slot = slot(key);
    if (slotKeys[slot] == EMPTY) {
      if (pairs * 2 >= slotKeys.length) {
        growSlots();
        slot = slot(key);
      }
      if (pairs == keys.length) {
        growPairs();
      }
      slotKeys[slot] = key;
      slotPairs[slot] = pairs;
      keys[pairs++] = key;
    }
    return slotPairs[slot];
  }

  private int slot(long key) {
    int mask = slotKeys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slotKeys[slot] != key && slotKeys[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void growSlots() {
    slotKeys = new long[slotKeys.length * 2];
    slotPairs = new int[slotKeys.length];
    Arrays.fill(slotKeys, EMPTY);
    for (int pair = 0; pair < pairs; pair++) {
      int slot = slot(keys[pair]);
      slotKeys[slot] = keys[pair];
      slotPairs[slot] = pair;
    }
  }

  private void growPairs() {
    keys = Arrays.copyOf(keys, pairs * 2);
    counts = Arrays.copyOf(counts, pairs * 2);
    words = Arrays.copyOf(words, pairs * 2);
    wordCounts = Arrays.copyOf(wordCounts, pairs * 2);
  }
}

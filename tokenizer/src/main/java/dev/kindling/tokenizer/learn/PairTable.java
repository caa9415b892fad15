package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * How often each pair of neighbouring pieces occurs and in which words, by a hash table. Pairs are
 * numbered in the order in which they are first seen; no result may depend on that number.
 */
final class PairTable {

  private static final int EMPTY = -1;
  private static final int[] NO_WORDS = {};

  private int[] slots = new int[1 << 12]; // the pair
  private long[] keys = new long[1 << 11]; // by pair
  private long[] counts = new long[1 << 11];
  private int[][] words = new int[1 << 11][]; // that hold the pair, or held it once
  private int size;

  PairTable() {
    Arrays.fill(slots, EMPTY);
  }

  /** How many pairs have a number. */
  int size() {
    return size;
  }

  /** The left piece of a pair. */
  int left(int pair) {
    return (int) (keys[pair] >>> 32);
  }

  /** The right piece of a pair. */
  int right(int pair) {
    return (int) keys[pair];
  }

  /** A number that orders pairs by the left piece's id, then the right one's. */
  long key(int pair) {
    return keys[pair];
  }

  /** How often a pair occurs. */
  long count(int pair) {
    return counts[pair];
  }

  /** Adds to a pair's count, or takes from it, in 64 bits. */
  void add(int pair, long change) {
    counts[pair] = Math.addExact(counts[pair], change);
    if (counts[pair] == 0) {
      words[pair] = NO_WORDS;
    }
  }

  /** The words that hold the pair, and some that only held it once. */
  int[] words(int pair) {
    return words[pair];
  }

  /** Makes room for more words that hold the pair, the new places last. */
  int[] addWords(int pair, int more) {
    words[pair] = Arrays.copyOf(words[pair], words[pair].length + more);
    return words[pair];
  }

  /** The number of a pair, a new one if it was never seen. */
  int pair(int left, int right) {
    long key = key(left, right);
    int slot = slot(key);
    if (slots[slot] != EMPTY) {
      return slots[slot];
    }
    if (size == keys.length) {
      grow();
      slot = slot(key);
    }
    slots[slot] = size;
    keys[size] = key;
    words[size] = NO_WORDS;
    return size++;
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  private int slot(long key) {
    int mask = slots.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != EMPTY && keys[slots[slot]] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, size * 2);
    counts = Arrays.copyOf(counts, size * 2);
    words = Arrays.copyOf(words, size * 2);
    slots = new int[size * 4];
    Arrays.fill(slots, EMPTY);
    for (int pair = 0; pair < size; pair++) {
      slots[slot(keys[pair])] = pair;
    }
  }
}

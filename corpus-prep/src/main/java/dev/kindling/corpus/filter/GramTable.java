package dev.kindling.corpus.filter;

/**
 * A hash table from the 64-bit hashes of n-grams to where they stand: two slots of 16 bytes each.
 */
final class GramTable {
  private static final int FIRST_SLOTS = 1 << 8;

  private long[] hashes = new long[FIRST_SLOTS]; // 0: free
  private int[] texts = new int[FIRST_SLOTS];
  private int[] starts = new int[FIRST_SLOTS];
  private int size;

  /** Adds an n-gram; where it is there already, its first place stays. */
  void put(long hash, int text, int start) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    int slot = slot(hash);
    if (hashes[slot] == 0) {
      set(slot, stored(hash), text, start);
      size++;
    }
  }

  /** The slot of an n-gram, or -1. */
  int find(long hash) {
    int slot = slot(hash);
    return hashes[slot] == 0 ? -1 : slot;
  }

  /** The number of the text that holds a slot's n-gram. */
  int text(int slot) {
    return texts[slot];
  }

  /** The index in that text at which it begins. */
  int start(int slot) {
    return starts[slot];
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldTexts = texts;
    int[] oldStarts = starts;
    hashes = new long[2 * oldHashes.length];
    texts = new int[hashes.length];
    starts = new int[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        set(slot(oldHashes[i]), oldHashes[i], oldTexts[i], oldStarts[i]);
      }
    }
  }

  private void set(int slot, long hash, int text, int start) {
    hashes[slot] = hash;
    texts[slot] = text;
    starts[slot] = start;
  }

  private int slot(long hash) {
    long wanted = stored(hash);
    int mask = hashes.length - 1;
    int slot = (int) (wanted >>> 32) & mask;
    while (hashes[slot] != 0 && hashes[slot] != wanted) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long stored(long hash) {
    return hash == 0 ? 1 : hash;
  }
}

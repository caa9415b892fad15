package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * Remembers how words were spelled, in bounded memory: when it is full it is emptied, and the
 * frequent words are soon back. A few thousand words make up most of any text. Not safe for use by
 * several threads at once.
 */
final class WordCache {

  private static final int SLOTS = 1 << 16;
  private static final int MAX_ENTRIES = SLOTS / 2;
  private static final int HEADER =
      3; // hash, characters, pieces; the characters and the pieces follow
  private static final int ARENA_INTS = 1 << 20;

  private final int[] slots =
      new int[SLOTS]; // where the word's entry begins in the arena, 0 if none
  private int[] arena = new int[1 << 14];
  private int used = 1;
  private int entries;

  static int hash(int[] word, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + word[i];
    }
    return hash * 0x9E3779B9;
  }

  /** The entry of a word, or 0 if it is not remembered. */
  int find(int[] word, int length, int hash) {
    int slot = hash >>> 16;
    while (slots[slot] != 0) {
      int entry = slots[slot];
      if (arena[entry] == hash
          && arena[entry + 1] == length
          && Arrays.equals(arena, entry + HEADER, entry + HEADER + length, word, 0, length)) {
        return entry;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return 0;
  }

  /** How many pieces spell the word of an entry. */
  int pieces(int entry) {
    return arena[entry + 2];
  }

  /** Copies the pieces of an entry. */
  void copy(int entry, int[] ids, int offset) {
    int start = entry + HEADER + arena[entry + 1];
    for (int i = 0; i < arena[entry + 2]; i++) {
      ids[offset + i] = arena[start + i];
    }
  }

  /** Remembers a word that {@link #find} did not find. */
  void put(int[] word, int length, int hash, int[] ids, int offset, int pieces) {
    int size = HEADER + length + pieces;
    if (size > ARENA_INTS / 8) {
      return; // options allow words so long that a few would fill the arena
    }
    if (entries == MAX_ENTRIES || used + size > ARENA_INTS) {
      Arrays.fill(slots, 0);
      used = 1;
      entries = 0;
    }
    if (used + size > arena.length) {
      arena = Arrays.copyOf(arena, Math.max(used + size, Math.min(ARENA_INTS, arena.length * 2)));
    }
    int slot = hash >>> 16;
    while (slots[slot] != 0) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    slots[slot] = used;
    arena[used] = hash;
    arena[used + 1] = length;
    arena[used + 2] = pieces;
    System.arraycopy(word, 0, arena, used + HEADER, length);
    System.arraycopy(ids, offset, arena, used + HEADER + length, pieces);
    used += size;
    entries++;
  }
}

package dev.kindling.jobs.vocab;

import java.util.Arrays;

/**
 * Counts of words in bounded memory, about 70 MB when full: a hash table over one array of
 * characters, so that counting a word again makes no object.
 */
final class WordTable {
  private static final int CHARACTERS_PER_WORD = 16;
  private static final int FIRST_WORDS = 1 << 10;

  private final int mostWords;
  private int[] slots = new int[2 * FIRST_WORDS]; // word + 1, 0 where free; at most half are taken
  private char[] characters = new char[FIRST_WORDS * CHARACTERS_PER_WORD];
  private int[] ends = new int[FIRST_WORDS]; // by word, in characters
  private int[] hashes = new int[FIRST_WORDS];
  private long[] counts = new long[FIRST_WORDS];
  private int size;

  /**
   * A table.
   *
   * @param mostWords different words that fill it, at least 1; so do 16 times as many characters
   */
  WordTable(int mostWords) {
    this.mostWords = mostWords;
  }

  int size() {
    return size;
  }

  /** Whether it is time to hand the words on; it goes on counting even so. */
  boolean isFull() {
    return size >= mostWords || start(size) / CHARACTERS_PER_WORD >= mostWords;
  }

  String word(int index) {
    return new String(characters, start(index), ends[index] - start(index));
  }

  long count(int index) {
    return counts[index];
  }

  /** Counts one occurrence. */
  void add(String word) {
    int hash = word.hashCode() * 0x9E3779B9;
    int slot = hash >>> Integer.numberOfLeadingZeros(slots.length - 1);
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (hashes[index] == hash && holds(index, word)) {
        counts[index]++;
        return;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = size + 1;
    append(word, hash);
  }

  /** Forgets all words; keeps the memory. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private boolean holds(int index, String word) {
    int start = start(index);
    if (ends[index] - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (characters[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void append(String word, int hash) {
    int start = start(size);
    int end = Math.addExact(start, word.length());
    if (end > characters.length) {
      characters = Arrays.copyOf(characters, Math.max(end, Math.multiplyExact(2, start)));
    }
    word.getChars(0, word.length(), characters, start);
    ends[size] = end;
    hashes[size] = hash;
    counts[size] = 1;
    size++;
    if (size == ends.length) {
      grow();
    }
  }

  private void grow() {
    ends = Arrays.copyOf(ends, 2 * size);
    hashes = Arrays.copyOf(hashes, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    slots = new int[4 * size];
    for (int index = 0; index < size; index++) {
      int slot = hashes[index] >>> Integer.numberOfLeadingZeros(slots.length - 1);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = index + 1;
    }
  }
}

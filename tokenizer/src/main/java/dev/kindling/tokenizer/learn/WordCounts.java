package dev.kindling.tokenizer.learn;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each word occurs, in 64 bits. The order of adding does not matter. Words and counts lie
 * in a few flat arrays, so millions of words cost little more than their characters: see {@link
 * #bytes()}. Not safe for use by several threads at once.
 */
public final class WordCounts {

  /** Takes a word and its count. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one. */
    void accept(String word, long count);
  }

  private static final int SMALLEST = 1 << 10;
  private static final int EMPTY = -1; // as a whole slot: no word has this hash and this number

  private final WordBytes words = new WordBytes();
  private long[] counts = new long[SMALLEST]; // by word
  private long[] slots = new long[SMALLEST]; // the hash in the upper half, the word in the lower

  /** No words yet. */
  public WordCounts() {
    Arrays.fill(slots, EMPTY);
  }

  /**
   * Adds occurrences of a word.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if the word is empty or the count is below 1
   * @throws ArithmeticException if the word's count passes 2^63 - 1
   * @throws IllegalStateException if the words together pass about 2 billion bytes
   */
  public void add(String word, long count) {
    if (count < 1) {
      throw noOccurrence(word, count);
    }
    begin(word);
    add(count);
  }

  /**
   * Adds occurrences of a word without making a string of it.
   *
   * @param codePoints the word's characters, from 0
   * @param length how many
   * @param count at least 1
   * @throws IllegalArgumentException if the word is empty or the count is below 1
   * @throws ArithmeticException if the word's count passes 2^63 - 1
   * @throws IllegalStateException if the words together pass about 2 billion bytes
   */
  public void add(int[] codePoints, int length, long count) {
    if (count < 1) {
      throw noOccurrence(new String(codePoints, 0, length), count);
    }
    words.begin();
    for (int i = 0; i < length; i++) {
      words.appendCodePoint(codePoints[i]);
    }
    add(count);
  }

  private static IllegalArgumentException noOccurrence(String word, long count) {
    return new IllegalArgumentException(
        "the count of \"" + word + "\" must be at least 1, got " + count);
  }

  private void begin(String word) {
    words.begin();
    for (int i = 0; i < word.length(); i++) {
      words.append(word.charAt(i));
    }
  }

  private void add(long count) {
    if (words.begunIsEmpty()) {
      throw new IllegalArgumentException("a word may not be empty");
    }
    int slot = slot();
    if (slots[slot] != EMPTY) {
      int word = (int) slots[slot];
      counts[word] = Math.addExact(counts[word], count);
      return;
    }
    slots[slot] = ((long) words.hash() << 32) | words.size();
    if (words.size() == counts.length) {
      counts = Arrays.copyOf(counts, counts.length + (counts.length >> 1));
    }
    counts[words.size()] = count;
    words.keep();
    if (words.size() > slots.length / 4 * 3) {
      growSlots();
    }
  }

  /** The slot of the word that was begun, or the empty one where it belongs. */
  private int slot() {
    int mask = slots.length - 1;
    int slot = words.hash() & mask;
    while (slots[slot] != EMPTY
        && ((int) (slots[slot] >>> 32) != words.hash() || !words.begunEquals((int) slots[slot]))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void growSlots() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (long entry : old) {
      if (entry != EMPTY) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != EMPTY) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  /** How often a word occurs; 0 if never. */
  public long get(String word) {
    int number = word(word);
    return number < 0 ? 0 : counts[number];
  }

  /** How many different words there are. */
  public int size() {
    return words.size();
  }

  /** Heap bytes of the words and their counts, at most a few kilobytes off. */
  public long bytes() {
    return words.bytes() + 8L * counts.length + 8L * slots.length;
  }

  /** Forgets all words and gives their memory back. */
  public void clear() {
    words.clear();
    counts = new long[SMALLEST];
    slots = new long[SMALLEST];
    Arrays.fill(slots, EMPTY);
  }

  /** Hands all words over in the order in which they were first added. */
  public void forEach(Sink sink) {
    for (int word = 0; word < size(); word++) {
      sink.accept(words.text(word), counts[word]);
    }
  }

  /** All counts in the order of the words' UTF-16 code units; a copy that cannot be changed. */
  public SortedMap<String, Long> sorted() {
    TreeMap<String, Long> sorted = new TreeMap<>();
    forEach(sorted::put);
    return Collections.unmodifiableSortedMap(sorted);
  }

  /** The number of a word, or -1 if it was never added. */
  int word(String word) {
    begin(word);
    return (int) slots[slot()];
  }

  /** A word by its number: in the order in which they were first added, below {@link #size()}. */
  public String text(int word) {
    return words.text(word);
  }

  /** The count of a word by its number. */
  public long count(int word) {
    return counts[word];
  }

  /** The words by their numbers. */
  WordBytes words() {
    return words;
  }
}

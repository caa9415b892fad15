package dev.kindling.tokenizer.learn;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each word occurs, in 64 bits. The order of adding does not matter. Not safe for use by
 * several threads at once.
 */
public final class WordCounts {

  private final Map<String, Long> counts = new HashMap<>();

  /** No words yet. */
  public WordCounts() {}

  /**
   * Adds occurrences of a word.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if the word is empty or the count is below 1
   * @throws ArithmeticException if the word's count passes 2^63 - 1
   */
  public void add(String word, long count) {
    Objects.requireNonNull(word, "word");
    if (word.isEmpty()) {
      throw new IllegalArgumentException("a word may not be empty");
    }
    if (count < 1) {
      throw new IllegalArgumentException(
          "the count of \"" + word + "\" must be at least 1, got " + count);
    }
    counts.merge(word, count, Math::addExact);
  }

  /** How often a word occurs; 0 if never. */
  public long get(String word) {
    return counts.getOrDefault(word, 0L);
  }

  /** How many different words there are. */
  public int size() {
    return counts.size();
  }

  /** All counts in the order of the words' UTF-16 code units; a copy that cannot be changed. */
  public SortedMap<String, Long> sorted() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}

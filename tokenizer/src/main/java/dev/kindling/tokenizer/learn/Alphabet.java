package dev.kindling.tokenizer.learn;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The characters that a vocabulary can spell: the most frequent ones, up to a limit; of equally
 * frequent ones, those with the lower code points.
 *
 * @param codePoints the characters, ascending
 */
record Alphabet(NavigableSet<Integer> codePoints) {

  static Alphabet of(SortedMap<String, Long> words, int limit) {
    Map<Integer, Long> counts = new HashMap<>();
    words.forEach(
        (word, count) ->
            word.codePoints().forEach(codePoint -> counts.merge(codePoint, count, Math::addExact)));
    NavigableSet<Integer> kept = new TreeSet<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .forEach(entry -> kept.add(entry.getKey()));
    return new Alphabet(kept);
  }

  /** Whether every character of the word is in the alphabet. */
  boolean spells(String word) {
    return word.codePoints().allMatch(codePoints::contains);
  }

  /** The characters that stand in another than the first place of some word, ascending. */
  static NavigableSet<Integer> continuing(Iterable<String> words) {
    Set<Integer> continuing = new HashSet<>();
    for (String word : words) {
      word.codePoints().skip(1).forEach(continuing::add);
    }
    return new TreeSet<>(continuing);
  }
}

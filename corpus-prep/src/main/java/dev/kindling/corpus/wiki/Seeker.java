package dev.kindling.corpus.wiki;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds what comes next in a text, ignoring case. Asked with ascending places, as a scan does, all
 * questions for one word together cost one pass over the text, also where the word never comes.
 */
final class Seeker {
  private static final int NEVER = Integer.MAX_VALUE;

  private final String text;
  private final Map<String, Integer> found = new HashMap<>();

  Seeker(String text) {
    this.text = text;
  }

  /**
   * The next place of a word.
   *
   * @param word of ASCII letters in lower case and other characters
   * @return its first index at or behind a place; -1 if it does not come
   */
  int next(String word, int from) {
    int known = found.getOrDefault(word, -1);
    if (known < from) {
      known = search(word, from);
      found.put(word, known);
    }
    return known == NEVER ? -1 : known;
  }

  private int search(String word, int from) {
    char first = word.charAt(0); // no letter in any of the words sought, so it has one case
    int at = text.indexOf(first, from);
    while (at >= 0 && !text.regionMatches(true, at, word, 0, word.length())) {
      at = text.indexOf(first, at + 1);
    }
    return at < 0 ? NEVER : at;
  }
}

package dev.kindling.jobs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The closest known word, by edits: insertion, deletion and replacement of one character.
   *
   * @param written what stands there
   * @param known all words that would be right
   * @return empty where none is close: more than three edits, or more than a third of the letters
   */
  public static Optional<String> of(String written, Collection<String> known) {
    int most = Math.max(1, Math.min(3, written.length() / 3));
    return known.stream()
        .filter(word -> edits(written, word) <= most)
        .min(
            Comparator.comparingInt((String word) -> edits(written, word))
                .thenComparing(word -> word));
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

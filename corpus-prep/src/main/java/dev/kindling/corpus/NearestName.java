package dev.kindling.corpus;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped name may have meant, in a config or on the command line. */
public final class NearestName {
  private static final int MOST_EDITS = 4;

  private NearestName() {}

  /**
   * The nearest known name by Levenshtein distance: insertions, deletions and substitutions.
   *
   * @param written what stands there
   * @param known all names that would be right
   * @return empty where none is near: more than four edits, or more than a third of the characters
   */
  public static Optional<String> of(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(written, name) <= mostEdits(written, name))
        .min(
            Comparator.comparingInt((String name) -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int mostEdits(String written, String name) {
    int third = Math.max(written.length(), name.length()) / 3;
    return Math.max(1, Math.min(MOST_EDITS, third));
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

package dev.kindling.corpus.filter;

import java.util.Comparator;
import java.util.List;

/** Finds what a mistyped name may have meant. */
final class NearestName {
  private NearestName() {}

  /** A continuation of an error message: a suggestion when a name is near, else the known names. */
  static String hint(String unknown, List<String> known) {
    String nearest =
        known.stream().min(Comparator.comparingInt(name -> distance(unknown, name))).orElseThrow();
    return distance(unknown, nearest) <= Math.max(2, nearest.length() / 3)
        ? "; did you mean " + nearest + "?"
        : "; known are " + String.join(", ", known);
  }

  /** Levenshtein distance: insertions, deletions and substitutions. */
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

package dev.kindling.corpus.sentence;

import java.util.Locale;
import java.util.Set;

/** Full stops that end no sentence. */
final class Abbreviations {
  /** A name or an explanation always follows. */
  private static final Set<String> NEVER_LAST =
      Set.of(
          "mr", "mrs", "ms", "messrs", "mme", "dr", "prof", "st", "rev", "hon", "gen", "col",
          "capt", "lt", "sgt", "maj", "gov", "sen", "rep", "pres", "e.g", "i.e", "viz", "cf", "vs",
          "approx", "resp", "incl", "esp");

  /** A number follows; else the word ends the sentence ("He said no."). */
  private static final Set<String> BEFORE_NUMBER =
      Set.of(
          "no", "nos", "nr", "fig", "figs", "eq", "eqs", "vol", "p", "pp", "sec", "sect", "ch",
          "chap", "art", "par", "tab", "ver", "ca", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
          "sep", "sept", "oct", "nov", "dec");

  private Abbreviations() {}

  /**
   * Whether the full stop at the end of a word is part of the word.
   *
   * @param word the last word before a possible boundary, with its full stop
   * @param next first character of what follows
   * @param firstInLine whether the word starts the line
   */
  static boolean keepsStop(String word, char next, boolean firstInLine) {
    int start = 0;
    while (start < word.length() && !Character.isLetterOrDigit(word.charAt(start))) {
      start++;
    }
    if (!word.endsWith(".") || start >= word.length() - 1) {
      return false;
    }
    String stem = word.substring(start, word.length() - 1);
    String lower = stem.toLowerCase(Locale.ROOT);
    return NEVER_LAST.contains(lower)
        || (BEFORE_NUMBER.contains(lower) && Character.isDigit(next))
        || isInitials(stem)
        || (firstInLine && stem.chars().allMatch(Character::isDigit)); // "2. Installation"
  }

  /** "J" and "U.S", but not "I", which ends sentences. */
  private static boolean isInitials(String stem) {
    for (int i = 0; i < stem.length(); i++) {
      boolean right = i % 2 == 0 ? Character.isUpperCase(stem.charAt(i)) : stem.charAt(i) == '.';
      if (!right) {
        return false;
      }
    }
    return stem.length() % 2 == 1 && !stem.equals("I");
  }
}

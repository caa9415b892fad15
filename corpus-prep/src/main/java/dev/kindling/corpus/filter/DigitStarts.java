package dev.kindling.corpus.filter;

/** Walks over the places of a text where a number may begin. */
final class DigitStarts {
  private DigitStarts() {}

  /** Finds a number. */
  @FunctionalInterface
  interface Parser {
    /** Returns where the number ends that starts here; 0 where none does. */
    int end(String text, int start);
  }

  /**
   * Replaces what a parser finds. It is asked at each digit, and at each character that may come
   * before the first digit, that does not stand behind a letter or digit.
   *
   * @param leading characters that may come before the first digit
   */
  static EditList replace(
      String text, String leading, Parser parser, String replacement, String reason) {
    EditList edits = new EditList(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean candidate =
          c <= '9' && (CharacterKind.isDigit(c) || leading.indexOf(c) >= 0) && isFree(text, i - 1);
      int end = candidate ? parser.end(text, i) : 0;
      if (end > 0 && isFree(text, end)) {
        edits.replace(i, end, replacement, reason, 1, 0);
        i = end;
      } else {
        i++;
      }
    }
    return edits;
  }

  /** Whether no letter, digit or underscore stands at an index. */
  static boolean isFree(String text, int index) {
    return index < 0 || index >= text.length() || !CharacterKind.isWordPart(text.charAt(index));
  }

  static boolean isDigit(String text, int index) {
    return index < text.length() && CharacterKind.isDigit(text.charAt(index));
  }
}

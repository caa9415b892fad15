package dev.kindling.corpus.dedup;

/**
 * Brings characters that only look different together: letters in lower case, white space as one
 * blank, punctuation and symbols gone. Letters, digits and combining marks stay; nothing is
 * decomposed, so accents count.
 */
final class Folding {
  /** Stands for white space. */
  static final char BLANK = ' ';

  /** Stands for a character that is left out. */
  static final char NOTHING = 0;

  /** No character below this one is an ideograph or half of a surrogate pair. */
  static final char FIRST_UNUSUAL = '\u2e80';

  private static final char[] FOLDED = table();

  private Folding() {}

  private static char[] table() {
    char[] folded = new char[Character.MAX_VALUE + 1];
    for (int c = 0; c < folded.length; c++) {
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      folded[c] = surrogate ? (char) c : (char) codePoint(c);
    }
    return folded;
  }

  /**
   * Folds a UTF-16 unit.
   *
   * @return {@link #BLANK}, {@link #NOTHING}, the folded character, or the half of a surrogate pair
   *     as it is
   */
  static char unit(char c) {
    return FOLDED[c];
  }

  /** Folds a character: {@link #BLANK}, {@link #NOTHING}, or itself in lower case. */
  static int codePoint(int c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return BLANK;
    }
    return Character.isLetterOrDigit(c) || isMark(c) ? Character.toLowerCase(c) : NOTHING;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}

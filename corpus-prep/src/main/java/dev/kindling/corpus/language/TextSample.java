package dev.kindling.corpus.language;

/**
 * A bounded part of a text: pieces from its whole length, so that neither a licence at the start
 * nor a list at the end decides alone.
 */
final class TextSample {
  private static final int PIECES = 3;
  private static final int PIECE_UNITS = 500;

  /** Texts of up to so many UTF-16 units are taken whole. */
  static final int WHOLE_UNITS = PIECES * PIECE_UNITS;

  private TextSample() {}

  /**
   * The whole of a short text; of a long one the middle of each third.
   *
   * @param text any text
   * @return at most {@link #WHOLE_UNITS} units of it, pieces on lines of their own
   */
  static String of(String text) {
    if (text.length() <= WHOLE_UNITS) {
      return text;
    }
    StringBuilder sample = new StringBuilder(WHOLE_UNITS + PIECES);
    for (int i = 0; i < PIECES; i++) {
      long middle = (2L * i + 1) * text.length() / (2 * PIECES);
      int start = wholeCharacter(text, (int) middle - PIECE_UNITS / 2);
      int end = wholeCharacter(text, start + PIECE_UNITS);
      sample.append(text, start, end).append('\n');
    }
    return sample.toString();
  }

  /** Moves an index out of the middle of a surrogate pair. */
  private static int wholeCharacter(String text, int index) {
    return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
  }
}

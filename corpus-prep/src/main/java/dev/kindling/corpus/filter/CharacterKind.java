package dev.kindling.corpus.filter;

/** What rules need to know of a character, looked up in a table. */
final class CharacterKind {
  static final int OTHER = 0;
  static final int LETTER = 1;
  static final int DIGIT = 2;
  static final int SPACE = 4;

  private static final byte[] KINDS = table();

  private CharacterKind() {}

  private static byte[] table() {
    byte[] kinds = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = (byte) ofCodePoint(c);
    }
    return kinds;
  }

  /** The kind of a UTF-16 unit; half of a surrogate pair is {@link #OTHER}. */
  static int of(char c) {
    return KINDS[c];
  }

  static int ofCodePoint(int codePoint) {
    if (Character.isWhitespace(codePoint)) {
      return SPACE;
    }
    if (Character.isLetter(codePoint)) {
      return LETTER;
    }
    return Character.isDigit(codePoint) ? DIGIT : OTHER;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a UTF-16 unit is part of a word: a letter, a digit or an underscore. */
  static boolean isWordPart(char c) {
    return c == '_' || (KINDS[c] & (LETTER | DIGIT)) != 0;
  }
}

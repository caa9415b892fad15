package dev.kindling.corpus.extract;

import java.text.Normalizer;

/** Brings text into one form. */
public final class TextNormalizer {
  private static final char REPLACEMENT = '\ufffd';
  private static final int BYTE_ORDER_MARK = 0xfeff;
  private static final int FIRST_MARK = 0x300;
  private static final int MAX_MARKS = 30;

  private TextNormalizer() {}

  /**
   * Normalises to NFC, line feeds, single blanks, no control characters, no blanks at the ends of a
   * line, at most one empty line in a row, at most 30 combining marks in a row.
   *
   * @param text any text; lone surrogates become U+FFFD
   * @return the normalised text; normalising it again changes nothing
   */
  public static String normalize(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int emptyLines = 0;
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !isLineEnd(text.charAt(end))) {
        end++;
      }
      int lengthBefore = out.length();
      if (lengthBefore > 0) {
        out.append(emptyLines > 0 ? "\n\n" : "\n");
      }
      int lineStart = out.length();
      appendLine(text, start, end, out);
      if (out.length() == lineStart) { // an empty line: counted, written only when a line follows
        out.setLength(lengthBefore);
        emptyLines++;
      } else {
        emptyLines = 0;
      }
      start = end + (isWindowsLineEnd(text, end) ? 2 : 1);
    }
    // Last, because dropping a character can bring a letter and a combining mark together.
    return withoutLongMarkRuns(Normalizer.normalize(withoutLongMarkRuns(out), Normalizer.Form.NFC));
  }

  /**
   * Drops what follows 30 combining marks in a row: no language has so many (Unicode's stream-safe
   * format, UAX 15, section 13), and sorting a run takes time that grows with its square.
   */
  private static String withoutLongMarkRuns(CharSequence text) {
    StringBuilder shortened = null;
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks > MAX_MARKS && shortened == null) {
        shortened = new StringBuilder(text.length()).append(text, 0, i);
      } else if (marks <= MAX_MARKS && shortened != null) {
        shortened.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return shortened == null ? text.toString() : shortened.toString();
  }

  private static boolean isMark(int c) {
    return c >= FIRST_MARK
        && switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK ->
              true;
          default -> false;
        };
  }

  /** Appends [start, end) with runs of blanks folded and without control characters. */
  private static void appendLine(String text, int start, int end, StringBuilder out) {
    int lineStart = out.length();
    boolean pendingBlank = false;
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        pendingBlank = out.length() > lineStart;
      } else if (!isDropped(c)) {
        if (pendingBlank) {
          out.append(' ');
          pendingBlank = false;
        }
        out.appendCodePoint(isSurrogate(c) ? REPLACEMENT : c);
      }
    }
  }

  private static boolean isBlank(int c) {
    return c == '\t' || Character.isSpaceChar(c);
  }

  private static boolean isDropped(int c) {
    return Character.isISOControl(c) || c == BYTE_ORDER_MARK;
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static boolean isLineEnd(char c) {
    return switch (c) {
      case '\n', '\r', '\u000b', '\f', '\u0085', '\u2028', '\u2029' -> true;
      default -> false;
    };
  }

  private static boolean isWindowsLineEnd(String text, int at) {
    return at + 1 < text.length() && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n';
  }
}

package dev.kindling.corpus.filter;

/** Walks over the words and lines of a text without copying them. */
final class TextScan {
  private TextScan() {}

  /** Receives a piece of the text. */
  @FunctionalInterface
  interface Span {
    void at(int start, int end);
  }

  /** Asks something of a piece of the text. */
  @FunctionalInterface
  interface SpanTest {
    boolean holds(int start, int end);
  }

  /** Words: runs of anything but white space. */
  static void words(String text, Span span) {
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        if (start >= 0) {
          span.at(start, i);
          start = -1;
        }
      } else if (start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      span.at(start, text.length());
    }
  }

  /** Lines that hold more than blanks, without the blanks at their ends. */
  static void lines(String text, Span span) {
    int start = 0;
    while (start <= text.length()) {
      int newline = text.indexOf('\n', start);
      int next = newline < 0 ? text.length() : newline;
      int end = next;
      int first = start;
      while (first < end && Character.isWhitespace(text.charAt(first))) {
        first++;
      }
      while (end > first && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      if (end > first) {
        span.at(first, end);
      }
      start = next + 1;
    }
  }

  /** The share of words for which something holds, 0 of no words. */
  static double shareOfWords(String text, SpanTest test) {
    Share share = new Share(test);
    words(text, share);
    return ratio(share.matching, share.all);
  }

  /** The share of lines for which something holds, 0 of no lines. */
  static double shareOfLines(String text, SpanTest test) {
    Share share = new Share(test);
    lines(text, share);
    return ratio(share.matching, share.all);
  }

  private static final class Share implements Span {
    private final SpanTest test;
    private long all;
    private long matching;

    Share(SpanTest test) {
      this.test = test;
    }

    @Override
    public void at(int start, int end) {
      all++;
      if (test.holds(start, end)) {
        matching++;
      }
    }
  }

  static boolean hasLetter(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLetter(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean hasLetterOrDigit(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The share, 0 of an empty whole. */
  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}

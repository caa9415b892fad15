package dev.kindling.corpus.filter;

/**
 * The words and lines of one text, found when a rule first asks and then shared by all rules. Not
 * thread-safe.
 */
public final class TextScan {
  private static final int UNITS_PER_WORD = 5;
  private static final int UNITS_PER_LINE = 80;

  private final String text;
  private Spans words;
  private Spans lines;

  /**
   * Prepares; nothing is scanned yet.
   *
   * @param text normalised text
   */
  public TextScan(String text) {
    this.text = text;
  }

  /**
   * The text itself.
   *
   * @return as given
   */
  public String text() {
    return text;
  }

  /**
   * Words: runs of anything but white space.
   *
   * @return in order
   */
  public Spans words() {
    if (words == null) {
      words = findWords();
    }
    return words;
  }

  /**
   * Lines that hold more than blanks, without the blanks at their ends.
   *
   * @return in order
   */
  public Spans lines() {
    if (lines == null) {
      lines = findLines();
    }
    return lines;
  }

  private Spans findWords() {
    Spans found = new Spans(text.length() / UNITS_PER_WORD);
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        if (start >= 0) {
          found.add(start, i);
          start = -1;
        }
      } else if (start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      found.add(start, text.length());
    }
    return found;
  }

  private Spans findLines() {
    Spans found = new Spans(text.length() / UNITS_PER_LINE);
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
        found.add(first, end);
      }
      start = next + 1;
    }
    return found;
  }

  /** Whether a piece holds a letter. */
  boolean hasLetter(int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLetter(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a piece holds a letter or a digit. */
  boolean hasLetterOrDigit(int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Asks something of a piece of the text. */
  @FunctionalInterface
  interface SpanTest {
    boolean holds(int start, int end);
  }

  /** The share of pieces for which something holds, 0 of none. */
  static double share(Spans spans, SpanTest test) {
    int matching = 0;
    for (int i = 0; i < spans.size(); i++) {
      if (test.holds(spans.start(i), spans.end(i))) {
        matching++;
      }
    }
    return ratio(matching, spans.size());
  }

  /** The share, 0 of an empty whole. */
  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}

package dev.kindling.corpus.filter;

/**
 * The words, lines and paragraphs of one text and what is counted in them, found when a rule first
 * asks and then shared by all rules. Not thread-safe.
 */
public final class TextScan {
  private static final int UNITS_PER_WORD = 5;
  private static final int UNITS_PER_LINE = 80;

  private final String text;
  private WordScan words;
  private Spans lines;
  private Spans paragraphs;
  private Ngrams ngrams;

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
    return wordScan().spans();
  }

  /** Words with what is known of their characters. */
  WordScan wordScan() {
    if (words == null) {
      words = WordScan.of(text, new Spans(text.length() / UNITS_PER_WORD));
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
      lines = new Spans(text.length() / UNITS_PER_LINE);
      int start = 0;
      while (start <= text.length()) {
        int newline = text.indexOf('\n', start);
        int end = newline < 0 ? text.length() : newline;
        addStripped(lines, start, end);
        start = end + 1;
      }
    }
    return lines;
  }

  /**
   * Paragraphs: what stands between empty lines, without the blanks at its ends.
   *
   * @return in order
   */
  public Spans paragraphs() {
    if (paragraphs == null) {
      paragraphs = new Spans(text.length() / UNITS_PER_LINE);
      int start = 0;
      while (start <= text.length()) {
        int empty = text.indexOf("\n\n", start);
        int end = empty < 0 ? text.length() : empty;
        addStripped(paragraphs, start, end);
        start = end + 2;
      }
    }
    return paragraphs;
  }

  Ngrams ngrams() {
    if (ngrams == null) {
      ngrams = new Ngrams(text, words());
    }
    return ngrams;
  }

  private void addStripped(Spans spans, int start, int end) {
    int first = start;
    int last = end;
    while (first < last && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    if (last > first) {
      spans.add(first, last);
    }
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

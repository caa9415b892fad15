package dev.kindling.corpus.sentence;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** Finds sentences by Unicode's rules (UAX 29) as ICU has them, except after abbreviations. */
final class UnicodeScanner {
  private final Abbreviations abbreviations;
  private final BreakIterator boundaries;

  /**
   * A scanner.
   *
   * @param language ISO 639-3 code; ICU has rules of its own for Greek, whose {@code ;} asks
   */
  UnicodeScanner(Abbreviations abbreviations, String language) {
    this.abbreviations = abbreviations;
    this.boundaries =
        BreakIterator.getSentenceInstance(
            language.equals("ell") ? new ULocale("el") : ULocale.ROOT);
  }

  /** Passes on the sentences of a line that begins and ends with no white space. */
  void scan(String text, int start, int end, SentenceSplitter.Sink sink) {
    String line = text.substring(start, end);
    boundaries.setText(line);
    int sentence = 0;
    for (int next = boundaries.next(); next != BreakIterator.DONE; next = boundaries.next()) {
      int after = next;
      while (after > sentence && LineScanner.isSpace(line.charAt(after - 1))) {
        after--;
      }
      if (next < line.length()
          && line.charAt(after - 1) == '.'
          && abbreviations.keepsStop(line, 0, after - 1, next)) {
        continue;
      }
      if (after > sentence) {
        sink.sentence(start + sentence, start + after);
      }
      sentence = next;
    }
  }
}

package dev.kindling.corpus.sentence;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into sentences: at line ends, then where Unicode's sentence rules (UAX 29) find a
 * boundary, except after abbreviations, initials and the number of a heading. Not thread-safe.
 */
public final class SentenceSplitter {
  private final BreakIterator boundaries = BreakIterator.getSentenceInstance(ULocale.ROOT);

  /** Prepares the rules. */
  public SentenceSplitter() {}

  /**
   * Splits.
   *
   * @param text normalised text; a sentence never crosses a line
   * @return sentences without white space at their ends, none empty
   */
  public List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> splitLine(line, sentences));
    return sentences;
  }

  private void splitLine(String line, List<String> sentences) {
    boundaries.setText(line);
    int start = 0;
    int boundary = boundaries.first();
    while ((boundary = boundaries.next()) != BreakIterator.DONE) {
      if (boundary == line.length() || !isInsideSentence(line, boundary)) {
        String sentence = line.substring(start, boundary).strip();
        if (!sentence.isEmpty()) {
          sentences.add(sentence);
        }
        start = boundary;
      }
    }
  }

  private static boolean isInsideSentence(String line, int boundary) {
    int end = boundary;
    while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && !Character.isWhitespace(line.charAt(start - 1))) {
      start--;
    }
    return Abbreviations.keepsStop(line.substring(start, end), line.charAt(boundary), start == 0);
  }
}

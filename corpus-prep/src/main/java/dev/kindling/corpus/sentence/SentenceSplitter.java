package dev.kindling.corpus.sentence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/**
 * Splits text into sentences: at line ends, then at end marks, except after abbreviations, initials
 * and the number of a heading. Lines in Latin, Greek and Cyrillic script are scanned by rules of
 * our own, all others (and Greek, where it is known as such) by Unicode's as ICU has them. Not
 * thread-safe.
 */
public final class SentenceSplitter {
  /** Whose abbreviations count where a text's language is not known. */
  private static final String DEFAULT_LANGUAGE = "eng";

  private final Map<String, Scanners> scanners = new HashMap<>();

  /** Takes the sentences of a text in their order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * A sentence.
     *
     * @param start index of its first character, which is no white space
     * @param end one past its last
     */
    void sentence(int start, int end);
  }

  /** What a language needs. */
  private record Scanners(LineScanner lines, UnicodeScanner unicode, boolean always) {
    static Scanners of(String language) {
      Abbreviations abbreviations = Abbreviations.of(language);
      return new Scanners(
          new LineScanner(abbreviations, language.equals("fra")),
          new UnicodeScanner(abbreviations, language),
          language.equals("ell"));
    }
  }

  /** Prepares the rules. */
  public SentenceSplitter() {}

  /**
   * Splits a text whose language is not known.
   *
   * @param text normalised text; a sentence never crosses a line
   * @return sentences without white space at their ends, none empty
   */
  public List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    split(text, "", (start, end) -> sentences.add(text.substring(start, end)));
    return sentences;
  }

  /**
   * Splits.
   *
   * @param text normalised text; a sentence never crosses a line
   * @param language ISO 639 code of two or three letters, which decides about abbreviations; any
   *     other text stands for a language that is not known
   * @param sink takes the sentences
   */
  public void split(String text, String language, Sink sink) {
    Scanners rules = scanners.computeIfAbsent(language, code -> Scanners.of(threeLetters(code)));
    int start = 0;
    while (start < text.length()) {
      int next = lineEnd(text, start);
      int end = next;
      while (start < end && LineScanner.isSpace(text.charAt(start))) {
        start++;
      }
      while (end > start && LineScanner.isSpace(text.charAt(end - 1))) {
        end--;
      }
      if (end > start) {
        if (!rules.always && LineScanner.canScan(text, start, end)) {
          rules.lines.scan(text, start, end, sink);
        } else {
          rules.unicode.scan(text, start, end, sink);
        }
      }
      start = next + 1;
    }
  }

  private static int lineEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static String threeLetters(String code) {
    if (code.length() == 2) {
      try {
        return new Locale(code).getISO3Language();
      } catch (MissingResourceException unknown) {
        return DEFAULT_LANGUAGE;
      }
    }
    return code.length() == 3 && !code.equals("und") ? code : DEFAULT_LANGUAGE;
  }
}

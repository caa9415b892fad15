package dev.kindling.corpus.sentence;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Full stops that end no sentence, in one language. The words stand in a resource file. */
final class Abbreviations {
  private static final String FILE = "abbreviations.properties";
  private static final int LONGEST_ORDINAL = 2; // "am 3. Oktober", but "im Jahr 1990. Danach"

  private final Set<String> neverLast;
  private final Set<String> beforeNumber;
  private final Set<String> beforeName;
  private final Set<String> starters;
  private final boolean hasOrdinals;

  private Abbreviations(Properties words, String language) {
    String entry = words.containsKey(language + ".never-last") ? language : "any";
    neverLast = set(words, entry + ".never-last");
    beforeNumber = set(words, entry + ".before-number");
    beforeName = set(words, entry + ".before-name");
    starters = set(words, entry + ".starters");
    hasOrdinals = set(words, "ordinals").contains(language);
  }

  /**
   * The abbreviations of a language.
   *
   * @param language ISO 639-3 code; languages without an entry share one
   */
  static Abbreviations of(String language) {
    Properties words = new Properties();
    try (InputStream in = Abbreviations.class.getResourceAsStream(FILE)) {
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
    return new Abbreviations(words, language);
  }

  private static Set<String> set(Properties words, String key) {
    return Arrays.stream(words.getProperty(key).toLowerCase(Locale.ROOT).split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a full stop is part of the word before it.
   *
   * @param text around the stop
   * @param line where the line begins
   * @param stop where the full stop stands
   * @param next where what follows begins, behind the white space
   */
  boolean keepsStop(String text, int line, int stop, int next) {
    int start = wordStart(text, line, stop);
    boolean firstInLine = start == line;
    while (start < stop && !Character.isLetterOrDigit(text.charAt(start))) {
      start++;
    }
    if (start == stop) {
      return false;
    }
    String stem = text.substring(start, stop);
    String lower = stem.toLowerCase(Locale.ROOT);
    boolean heading = firstInLine && (isNumber(stem) || stem.length() == 1); // "2. Installation"
    if (heading
        || neverLast.contains(lower)
        || (beforeNumber.contains(lower) && Character.isDigit(text.charAt(next)))) {
      return true;
    }
    boolean nameMayFollow = beforeName.contains(lower) || isInitials(stem) || isOrdinal(stem);
    return nameMayFollow && !startsSentence(text, next);
  }

  private boolean isOrdinal(String stem) {
    return hasOrdinals && stem.length() <= LONGEST_ORDINAL && isNumber(stem);
  }

  private static int wordStart(String text, int line, int stop) {
    int start = stop;
    while (start > line && !LineScanner.isSpace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** "2" and "2.1", also the Roman numerals of chapters. */
  private static boolean isNumber(String stem) {
    return stem.chars().allMatch(c -> Character.isDigit(c) || c == '.')
        || stem.chars().allMatch(c -> "IVXLC".indexOf(c) >= 0);
  }

  /** "J", "U.S" and "J.-P", but not "I", which ends sentences. */
  private static boolean isInitials(String stem) {
    boolean letterExpected = true;
    for (int i = 0; i < stem.length(); i++) {
      char c = stem.charAt(i);
      if (letterExpected ? Character.isUpperCase(c) : c == '.') {
        letterExpected = !letterExpected;
      } else if (!(letterExpected && c == '-')) {
        return false;
      }
    }
    return !letterExpected && !stem.equals("I");
  }

  private boolean startsSentence(String text, int next) {
    int end = next;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    boolean initial = end < text.length() && text.charAt(end) == '.'; // "J. A. Smith"
    return !initial && starters.contains(text.substring(next, end).toLowerCase(Locale.ROOT));
  }
}

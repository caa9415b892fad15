package dev.kindling.corpus.sentence;

/**
 * Finds the sentences of a line in Latin, Greek or Cyrillic script: the common case, about twice as
 * fast as ICU. A sentence ends at a mark with white space after it, where Unicode's rules end it
 * too (UAX 29: SB8, SB8a, SB11) and no abbreviation stands. Three things differ on purpose: {@code
 * …} is an end mark like {@code ...}, a mark inside a word ends nothing ({@code ?a=b}), and a mark
 * before a closing quote ends nothing if a small letter follows: {@code "Stop!" he said.}
 */
final class LineScanner {
  private static final int LONGEST_REFERENCE = 12; // "[12]", "[note 3]"

  private final Abbreviations abbreviations;
  private final boolean spacedQuotes;

  /**
   * A scanner.
   *
   * @param spacedQuotes whether white space stands before a closing {@code »}, as in French
   */
  LineScanner(Abbreviations abbreviations, boolean spacedQuotes) {
    this.abbreviations = abbreviations;
    this.spacedQuotes = spacedQuotes;
  }

  /** Whether a line holds only scripts that end sentences with . ! ? and white space. */
  static boolean canScan(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x0530 && !isScanned(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isScanned(char c) {
    return (c >= 0x1E00 && c <= 0x2BFF && c != 0x2028 && c != 0x2029) // letters, punctuation, signs
        || (c >= 0xFB00 && c <= 0xFB06) // Latin ligatures
        || (c >= 0xD83C && c <= 0xD83E) // first halves of pictographs
        || Character.isLowSurrogate(c)
        || c == 0xFE0F
        || c == 0xFFFD;
  }

  /** Passes on the sentences of a line that begins and ends with no white space. */
  void scan(String text, int start, int end, SentenceSplitter.Sink sink) {
    int sentence = start;
    for (int i = start; i < end; ) {
      if (!isMark(text.charAt(i))) {
        i++;
        continue;
      }
      int after = afterMarks(text, i, end);
      int next = skipSpaces(text, after, end);
      if (next < end && next > after && endsSentence(text, start, i, after, next, end)) {
        sink.sentence(sentence, after);
        sentence = next;
      }
      i = next;
    }
    sink.sentence(sentence, end);
  }

  private boolean endsSentence(String text, int line, int mark, int after, int next, int end) {
    if (isMark(text.charAt(next)) || continues(text.charAt(next))) {
      return false;
    }
    boolean fullStop = text.charAt(mark) == '.' || text.charAt(mark) == '…';
    boolean closed = !isMark(text.charAt(after - 1));
    if ((fullStop || closed) && smallLetterFollows(text, next, end)) {
      return false;
    }
    boolean single = text.charAt(mark) == '.' && after == mark + 1;
    return !(single && abbreviations.keepsStop(text, line, mark, next));
  }

  /** One past the marks, and the quotes, brackets and references to notes that belong to them. */
  private int afterMarks(String text, int first, int end) {
    int i = first;
    while (i < end) {
      char c = text.charAt(i);
      if (isMark(c) || closes(c)) {
        i++;
      } else if (c == '[' && reference(text, i, end) > 0) {
        i = reference(text, i, end);
      } else if (spacedQuotes && isSpace(c) && i + 1 < end && text.charAt(i + 1) == '»') {
        i += 2;
      } else {
        break;
      }
    }
    return i;
  }

  /** One past a reference in brackets, 0 if there is none. */
  private static int reference(String text, int open, int end) {
    for (int i = open + 1; i < Math.min(end, open + LONGEST_REFERENCE); i++) {
      char c = text.charAt(i);
      if (c == ']') {
        return i + 1;
      }
      if (!Character.isLetterOrDigit(c) && c != ' ') {
        return 0;
      }
    }
    return 0;
  }

  /** Whether the first letter that follows, with no mark before it, is a small one (SB8). */
  private static boolean smallLetterFollows(String text, int next, int end) {
    for (int i = next; i < end && !isMark(text.charAt(i)); i++) {
      if (Character.isLetter(text.charAt(i))) {
        return Character.isLowerCase(text.charAt(i));
      }
    }
    return false;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '!' || c == '?' || c == '…' || c == '‼' || (c >= '⁇' && c <= '⁉');
  }

  /** Next to a mark every quote closes, whichever way it curves: languages differ. */
  private static boolean closes(char c) {
    return switch (c) {
      case '"', '\'', ')', ']', '}', '”', '“', '’', '‘', '»', '«', '›', '‹' -> true;
      default -> false;
    };
  }

  /** What never begins a sentence: a mark before it was none (SB8a). */
  private static boolean continues(char c) {
    return switch (c) {
      case ',', ';', ':', '-', '–', '—', ')', ']', '}' -> true;
      default -> false;
    };
  }

  static boolean isSpace(char c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static int skipSpaces(String text, int start, int end) {
    int i = start;
    while (i < end && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}

package dev.kindling.corpus.filter;

/**
 * The words of a text, and how many hold what.
 *
 * @param spans runs of anything but white space
 * @param withLetter words that hold a letter
 * @param withLetterOrDigit words that hold a letter or a digit
 * @param characters code points of the words that hold a letter or a digit
 */
record WordScan(Spans spans, int withLetter, int withLetterOrDigit, long characters) {
  static WordScan of(String text, Spans spans) {
    Scanner scanner = new Scanner(text, spans);
    int length = text.length();
    for (int i = 0; i < length; ) {
      i = CharacterKind.of(text.charAt(i)) == CharacterKind.SPACE ? i + 1 : scanner.word(i);
    }
    return new WordScan(spans, scanner.withLetter, scanner.withLetterOrDigit, scanner.characters);
  }

  /** Adds up over the words. */
  private static final class Scanner {
    private final String text;
    private final Spans spans;
    private int withLetter;
    private int withLetterOrDigit;
    private long characters;

    Scanner(String text, Spans spans) {
      this.text = text;
      this.spans = spans;
    }

    /** Takes the word that starts here and returns where it ends. */
    int word(int start) {
      int kinds = 0;
      int surrogatePairs = 0;
      int i = start;
      while (i < text.length()) {
        char c = text.charAt(i);
        int kind = CharacterKind.of(c);
        if (kind == CharacterKind.SPACE) {
          break;
        }
        if (Character.isHighSurrogate(c)) {
          int codePoint = text.codePointAt(i);
          kind = CharacterKind.ofCodePoint(codePoint);
          int more = Character.charCount(codePoint) - 1;
          surrogatePairs += more;
          i += more;
        }
        kinds |= kind;
        i++;
      }
      spans.add(start, i);
      if ((kinds & CharacterKind.LETTER) != 0) {
        withLetter++;
      }
      if (kinds != CharacterKind.OTHER) {
        withLetterOrDigit++;
        characters += i - start - surrogatePairs;
      }
      return i;
    }
  }
}

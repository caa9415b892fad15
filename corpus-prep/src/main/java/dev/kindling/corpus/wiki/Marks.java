package dev.kindling.corpus.wiki;

/**
 * Characters that stand for something between the steps of {@link Wikitext}. Unicode sets U+FDD0 to
 * U+FDEF aside for such use within a program; they are taken out of the text before.
 */
final class Marks {
  /** Something was left out here. */
  static final char GAP = '\ufdd0';

  /** A line ends here, whatever the markup says. */
  static final char BREAK = '\ufdd1';

  /** Characters that mean something in wikitext; a literal one is written as its mark. */
  private static final String MARKUP = "[]{}|'=*#:;<>_-!";

  private static final char FIRST = '\ufdd2';
  private static final char LAST = '\ufdef';

  private Marks() {}

  static boolean isMark(char c) {
    return c >= GAP && c <= LAST;
  }

  /** What stands for a literal character. */
  static char literal(char c) {
    int index = MARKUP.indexOf(c);
    return index < 0 ? c : (char) (FIRST + index);
  }

  /** The character behind a mark; other characters stand for themselves. */
  static char plain(char c) {
    if (c == BREAK) {
      return ' '; // in a heading
    }
    int index = c - FIRST;
    return index >= 0 && index < MARKUP.length() ? MARKUP.charAt(index) : c;
  }
}

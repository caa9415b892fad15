package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * Cleans and folds one word that {@link WordCursor} found, into code points, and knows of each of
 * them which bytes it comes from. Not safe for use by several threads at once.
 */
final class WordFolder {

  private final CharacterTable table;
  private final ContextFolding context;
  private final int maxLetters;
  private int[] letters = new int[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int length; // at most maxLetters + 1
  private int lastEnd;
  private boolean contextual;

  WordFolder(CharacterTable table, int maxLetters) {
    this.table = table;
    this.context = new ContextFolding(table.rules());
    this.maxLetters = maxLetters;
  }

  /** Folds the word {@code utf8[start..end)} of the text {@code utf8[from..to)}. */
  void fold(byte[] utf8, int from, int to, int start, int end) {
    length = 0;
    contextual = false;
    for (int i = start; i < end; ) {
      int decoded = Utf8.decode(utf8, i, end);
      int codePoint = Utf8.codePoint(decoded);
      int next = i + Utf8.width(decoded);
      int entry = table.entry(codePoint);
      switch (CharacterTable.kind(entry)) {
        case CharacterTable.LETTER -> append(CharacterTable.value(entry), i, next);
        case CharacterTable.EXPAND -> appendAll(table.expansion(codePoint), i, next);
        case CharacterTable.CONTEXT -> {
          contextual = true;
          appendAll(table.expansion(codePoint), i, next);
        }
        default -> {} // deleted
      }
      i = next;
    }
    if (contextual) { // other letters, as many, at the same places
      context.fold(utf8, from, to, start, end);
      System.arraycopy(context.codePoints(), 0, letters, 0, length);
    }
  }

  private void appendAll(int[] folded, int start, int end) {
    for (int letter : folded) {
      append(letter, start, end);
    }
  }

  private void append(int letter, int start, int end) {
    lastEnd = end;
    if (length <= maxLetters) {
      if (length == letters.length) {
        letters = Arrays.copyOf(letters, length * 2);
        starts = Arrays.copyOf(starts, length * 2);
        ends = Arrays.copyOf(ends, length * 2);
      }
      letters[length] = letter;
      starts[length] = start;
      ends[length++] = end;
    }
  }

  /** The word's code points, from the array's beginning; the array changes with the next word. */
  int[] letters() {
    return letters;
  }

  /**
   * How many letters; 0 where all was deleted. Of a word that is too long, one more than allowed.
   */
  int length() {
    return length;
  }

  /** Whether the word is longer than the options allow. */
  boolean isTooLong() {
    return length > maxLetters;
  }

  /** Whether the same bytes may fold otherwise between other neighbours. */
  boolean isContextual() {
    return contextual;
  }

  /** Index of the first byte of the character that a letter comes from. */
  int start(int letter) {
    return starts[letter];
  }

  /** One past the last byte of the character that a letter comes from. */
  int end(int letter) {
    return letter == maxLetters ? lastEnd : ends[letter];
  }
}

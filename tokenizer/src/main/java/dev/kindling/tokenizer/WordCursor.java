package dev.kindling.tokenizer;

/**
 * Finds the words of a text in UTF-8, one after the other: runs of characters between white space
 * and around characters that stand alone. What a word's characters fold into is for {@link
 * WordFolder}. Not safe for use by several threads at once.
 */
final class WordCursor {

  private final CharacterTable table;
  private final int[] ascii = new int[0x80]; // the table's entries
  private byte[] utf8 = new byte[0];
  private int to;
  private int start;
  private int end;
  private int alone;

  WordCursor(CharacterTable table) {
    this.table = table;
    for (int c = 0; c < ascii.length; c++) {
      ascii[c] = table.entry(c);
    }
  }

  /** Goes before the first word of {@code utf8[from..to)}. */
  void reset(byte[] utf8, int from, int to) {
    this.utf8 = utf8;
    this.to = to;
    this.end = from;
  }

  /**
   * Goes on to the next word, if there is one; it may be a run of nothing but deleted characters.
   */
  boolean next() {
    byte[] utf8 = this.utf8;
    int to = this.to;
    for (int i = end; i < to; ) {
      int c = utf8[i];
      int entry;
      int width;
      if (c >= 0) {
        entry = ascii[c];
        width = 1;
      } else {
        int decoded = Utf8.decode(utf8, i, to);
        entry = table.entry(Utf8.codePoint(decoded));
        width = Utf8.width(decoded);
      }
      switch (CharacterTable.kind(entry)) {
        case CharacterTable.SPACE -> i += width;
        case CharacterTable.ISOLATE -> {
          start = i;
          end = i + width;
          alone = CharacterTable.value(entry);
          return true;
        }
        default -> {
          start = i;
          end = endOfRun(utf8, i + width, to);
          alone = -1;
          return true;
        }
      }
    }
    end = to;
    return false;
  }

  private int endOfRun(byte[] utf8, int from, int to) {
    int i = from;
    while (i < to) {
      int c = utf8[i];
      if (c >= 0) {
        if (!goesOn(ascii[c])) {
          break;
        }
        i++;
      } else {
        int decoded = Utf8.decode(utf8, i, to);
        if (!goesOn(table.entry(Utf8.codePoint(decoded)))) {
          break;
        }
        i += Utf8.width(decoded);
      }
    }
    return i;
  }

  private static boolean goesOn(int entry) {
    int kind = CharacterTable.kind(entry);
    return kind != CharacterTable.SPACE && kind != CharacterTable.ISOLATE;
  }

  /** Where the word begins, as an index of its first byte. */
  int start() {
    return start;
  }

  /** One past the word's last byte. */
  int end() {
    return end;
  }

  /** The folded character, if it is a word alone; else -1. */
  int alone() {
    return alone;
  }
}

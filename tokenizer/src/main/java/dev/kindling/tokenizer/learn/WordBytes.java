package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * Many words in one array of bytes, numbered from 0. Each UTF-16 code unit takes one to three bytes
 * (as in CESU-8), so that any string comes back as it was, lone surrogates too. A word is begun,
 * appended to, and then kept or not.
 */
final class WordBytes {

  /** What every Java virtual machine can hold. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private int[] starts; // by word, and where the next word begins
  private int size;
  private int end; // of the word that is begun
  private int hash; // of the word that is begun
  private int longestBytes; // of the words kept

  WordBytes() {
    clear();
  }

  /** Forgets all words. */
  void clear() {
    bytes = new byte[1 << 13];
    starts = new int[1 << 10];
    size = 0;
    longestBytes = 0;
    begin();
  }

  /** How many words are kept. */
  int size() {
    return size;
  }

  /** Heap bytes, nearly. */
  long bytes() {
    return bytes.length + 4L * starts.length;
  }

  /** Begins a word; what was begun before and not kept is forgotten. */
  void begin() {
    end = starts[size];
    hash = 0;
  }

  /** Appends a character to the word that is begun. */
  void appendCodePoint(int codePoint) {
    if (Character.isBmpCodePoint(codePoint)) {
      append((char) codePoint);
    } else {
      append(Character.highSurrogate(codePoint));
      append(Character.lowSurrogate(codePoint));
    }
  }

  /** Appends a UTF-16 code unit to the word that is begun. */
  void append(char unit) {
    if (bytes.length - end < 3) {
      grow();
    }
    if (unit < 0x80) {
      bytes[end++] = (byte) unit;
    } else if (unit < 0x800) {
      bytes[end++] = (byte) (0xC0 | (unit >> 6));
      bytes[end++] = (byte) (0x80 | (unit & 0x3F));
    } else {
      bytes[end++] = (byte) (0xE0 | (unit >> 12));
      bytes[end++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
      bytes[end++] = (byte) (0x80 | (unit & 0x3F));
    }
    hash = (hash ^ unit) * 0x01000193;
    hash ^= hash >>> 15;
  }

  private void grow() {
    if (bytes.length == LONGEST_ARRAY) {
      throw new IllegalStateException(
          "%,d different words do not fit into 2 GiB; leave out the rare ones".formatted(size));
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST_ARRAY, bytes.length * 3L / 2));
  }

  /** Whether the word that is begun has no characters yet. */
  boolean begunIsEmpty() {
    return end == starts[size];
  }

  /** A hash of the word that is begun. */
  int hash() {
    return hash;
  }

  /** Whether the word that is begun is this one. */
  boolean begunEquals(int word) {
    return Arrays.equals(bytes, starts[size], end, bytes, starts[word], starts[word + 1]);
  }

  /** Keeps the word that is begun: its number is the number of words kept before. */
  void keep() {
    longestBytes = Math.max(longestBytes, end - starts[size]);
    size++;
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size + (size >> 1));
    }
    starts[size] = end;
    begin();
  }

  /** A word's text. */
  String text(int word) {
    StringBuilder text = new StringBuilder();
    for (int at = starts[word]; at < starts[word + 1]; at += width(bytes[at])) {
      text.append(unit(at));
    }
    return text.toString();
  }

  /** Room for the code points of any word. */
  int[] buffer() {
    return new int[longestBytes];
  }

  /**
   * Reads a word's code points.
   *
   * @param into a {@link #buffer()}
   * @return how many there are
   */
  int codePoints(int word, int[] into) {
    int length = 0;
    int wordEnd = starts[word + 1];
    for (int at = starts[word]; at < wordEnd; at += width(bytes[at])) {
      char unit = unit(at);
      if (Character.isLowSurrogate(unit)
          && length > 0
          && into[length - 1] <= Character.MAX_HIGH_SURROGATE
          && into[length - 1] >= Character.MIN_HIGH_SURROGATE) {
        into[length - 1] = Character.toCodePoint((char) into[length - 1], unit);
      } else {
        into[length++] = unit;
      }
    }
    return length;
  }

  private char unit(int at) {
    byte first = bytes[at];
    if (first >= 0) {
      return (char) first;
    }
    if (width(first) == 2) {
      return (char) (((first & 0x1F) << 6) | (bytes[at + 1] & 0x3F));
    }
    return (char) (((first & 0x0F) << 12) | ((bytes[at + 1] & 0x3F) << 6) | (bytes[at + 2] & 0x3F));
  }

  private static int width(byte first) {
    if (first >= 0) {
      return 1;
    }
    return (first & 0x20) == 0 ? 2 : 3;
  }
}

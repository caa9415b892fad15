package dev.kindling.tokenizer;

/**
 * Reads a text a chunk at a time as UTF-8, in bounded memory and without an object a chunk. Chunks
 * end behind a space or a line break, where no word goes on; only where there is none for long they
 * grow.
 */
final class Utf8Chunks {

  private static final int CHUNK_UNITS = 1 << 13;

  private CharSequence text = "";
  private int start;
  private int end;
  private char[] units = new char[CHUNK_UNITS];
  private byte[] bytes = new byte[CHUNK_UNITS * Utf8.MAX_BYTES_PER_UNIT];
  private int length;

  void reset(CharSequence text) {
    this.text = text;
    start = 0;
    end = 0;
  }

  /** Goes on to the next chunk, if there is one. */
  boolean next() {
    start = end;
    if (start == text.length()) {
      text = ""; // not to be kept in memory
      return false;
    }
    int count = 0;
    int cut = 0;
    while (cut == 0) {
      int more = Math.min(text.length() - start, Math.max(CHUNK_UNITS, count * 2));
      if (more > units.length) {
        units = new char[more];
        bytes = new byte[Math.multiplyExact(more, Utf8.MAX_BYTES_PER_UNIT)];
      }
      read(more);
      cut = start + more == text.length() ? more : cut(more);
      count = more;
    }
    end = start + cut;
    length = Utf8.encode(units, cut, bytes);
    return true;
  }

  /** The chunk, from the array's beginning; the array changes with the next chunk. */
  byte[] bytes() {
    return bytes;
  }

  /** The chunk's bytes. */
  int length() {
    return length;
  }

  /** Where the chunk begins in the text, in UTF-16 units. */
  int start() {
    return start;
  }

  private void read(int count) {
    if (text instanceof String string) {
      string.getChars(start, start + count, units, 0);
    } else {
      for (int i = 0; i < count; i++) {
        units[i] = text.charAt(start + i);
      }
    }
  }

  private int cut(int count) {
    int cut = count;
    while (cut > 0 && units[cut - 1] != ' ' && units[cut - 1] != '\n') {
      cut--;
    }
    return cut;
  }
}

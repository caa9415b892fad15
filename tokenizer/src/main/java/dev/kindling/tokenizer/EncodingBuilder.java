package dev.kindling.tokenizer;

import java.util.Arrays;

/** Collects an {@link Encoding}: places come in bytes of UTF-8 and become places in UTF-16. */
final class EncodingBuilder {

  private byte[] utf8 = new byte[0];
  private int index; // in bytes
  private int unit; // the same place in the text
  private int[] ids = new int[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int size;

  /** Goes on with a well-formed text whose first byte is at this place of the whole text. */
  void goTo(byte[] utf8, int unit) {
    this.utf8 = utf8;
    this.index = 0;
    this.unit = unit;
  }

  /** Adds a piece that does not begin before the one before it. */
  void add(int id, int start, int end) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    unit += Utf8.units(utf8, index, start);
    index = start;
    ids[size] = id;
    starts[size] = unit;
    ends[size++] = unit + Utf8.units(utf8, start, end);
  }

  Encoding build() {
    return new Encoding(
        Arrays.copyOf(ids, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
  }
}

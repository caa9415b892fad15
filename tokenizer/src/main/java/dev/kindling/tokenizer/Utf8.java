package dev.kindling.tokenizer;

/** Characters from UTF-8 and into it. */
final class Utf8 {

  /** Most bytes of one UTF-16 unit; a pair of units has four bytes. */
  static final int MAX_BYTES_PER_UNIT = 3;

  private static final int REPLACEMENT_CHARACTER = 0xFFFD;
  private static final int WIDTH_BITS = 3;
  private static final int MALFORMED = REPLACEMENT_CHARACTER << WIDTH_BITS | 1;

  private Utf8() {}

  /**
   * The character that begins at {@code utf8[index]}, for {@link #codePoint} and {@link #width}. A
   * byte that begins none is U+FFFD of width 1: for the whole of a malformed sequence, Java's own
   * decoder gives as many U+FFFD or fewer.
   */
  static int decode(byte[] utf8, int index, int to) {
    int first = utf8[index];
    if (first >= 0) {
      return first << WIDTH_BITS | 1;
    }
    if (first < (byte) 0xE0) {
      return first >= (byte) 0xC2 && index + 1 < to && continues(utf8[index + 1])
          ? ((first & 0x1F) << 6 | (utf8[index + 1] & 0x3F)) << WIDTH_BITS | 2
          : MALFORMED;
    }
    if (first < (byte) 0xF0) {
      if (index + 2 < to && continues(utf8[index + 1]) && continues(utf8[index + 2])) {
        int codePoint =
            (first & 0x0F) << 12 | (utf8[index + 1] & 0x3F) << 6 | (utf8[index + 2] & 0x3F);
        if (codePoint >= 0x800 && (codePoint < 0xD800 || codePoint > 0xDFFF)) {
          return codePoint << WIDTH_BITS | 3;
        }
      }
      return MALFORMED;
    }
    if (index + 3 < to
        && continues(utf8[index + 1])
        && continues(utf8[index + 2])
        && continues(utf8[index + 3])) {
      int codePoint =
          (first & 0x0F) << 18
              | (utf8[index + 1] & 0x3F) << 12
              | (utf8[index + 2] & 0x3F) << 6
              | (utf8[index + 3] & 0x3F);
      if (codePoint >= 0x10000 && codePoint <= Character.MAX_CODE_POINT) {
        return codePoint << WIDTH_BITS | 4;
      }
    }
    return MALFORMED;
  }

  /** The character that ends before {@code utf8[index]}, as {@link #decode} would find it. */
  static int decodeBefore(byte[] utf8, int from, int index) {
    for (int width = 4; width > 1; width--) {
      if (index - width >= from) {
        int decoded = decode(utf8, index - width, index);
        if (width(decoded) == width) {
          return decoded;
        }
      }
    }
    return decode(utf8, index - 1, index);
  }

  static int codePoint(int decoded) {
    return decoded >>> WIDTH_BITS;
  }

  /** In bytes. */
  static int width(int decoded) {
    return decoded & ((1 << WIDTH_BITS) - 1);
  }

  /**
   * Writes the first {@code length} units of a text from the beginning of {@code utf8}; an unpaired
   * surrogate becomes U+FFFD.
   *
   * @return how many bytes, at most {@link #MAX_BYTES_PER_UNIT} a unit
   */
  static int encode(char[] text, int length, byte[] utf8) {
    int size = 0;
    for (int i = 0; i < length; i++) {
      int c = text[i];
      if (c < 0x80) {
        utf8[size++] = (byte) c;
      } else if (c < 0x800) {
        utf8[size++] = (byte) (0xC0 | c >> 6);
        utf8[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate((char) c)
          && i + 1 < length
          && Character.isLowSurrogate(text[i + 1])) {
        int codePoint = Character.toCodePoint((char) c, text[++i]);
        utf8[size++] = (byte) (0xF0 | codePoint >> 18);
        utf8[size++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
        utf8[size++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
        utf8[size++] = (byte) (0x80 | (codePoint & 0x3F));
      } else {
        int kept = Character.isSurrogate((char) c) ? REPLACEMENT_CHARACTER : c;
        utf8[size++] = (byte) (0xE0 | kept >> 12);
        utf8[size++] = (byte) (0x80 | (kept >> 6 & 0x3F));
        utf8[size++] = (byte) (0x80 | (kept & 0x3F));
      }
    }
    return size;
  }

  /** How many UTF-16 units well-formed UTF-8 has between two of its characters. */
  static int units(byte[] utf8, int from, int to) {
    int units = 0;
    for (int i = from; i < to; i++) {
      if (!continues(utf8[i])) {
        units += (utf8[i] & 0xF8) == 0xF0 ? 2 : 1;
      }
    }
    return units;
  }

  private static boolean continues(byte b) {
    return b < (byte) 0xC0; // as signed bytes, 80 to BF are the smallest
  }
}

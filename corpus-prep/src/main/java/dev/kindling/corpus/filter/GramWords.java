package dev.kindling.corpus.filter;

import java.util.Arrays;

/**
 * The words of a text as n-grams compare them: runs of letters, digits and marks in lower case,
 * whatever stands between them. In scripts written without spaces each letter is a word. Words are
 * kept as 64-bit hashes with their places; texts must be in the same Unicode normal form.
 */
final class GramWords {
  private static final int UNITS_PER_WORD = 6;
  private static final long LETTER_FACTOR = 0x9e3779b97f4a7c15L;

  /** Any odd number would do. */
  private static final long WORD_FACTOR = 0xd6e8feb86659fd93L;

  private final String text;
  private long[] prefixes; // prefixes[i]: polynomial in WORD_FACTOR of the hashes of words 0..i-1
  private int[] starts;
  private int[] ends;
  private int size;

  GramWords(String text) {
    this(text, 0, Integer.MAX_VALUE);
  }

  /** The words of a text from a place on, at most so many. */
  GramWords(String text, int from, int mostWords) {
    this.text = text;
    int capacity = Math.min(mostWords, (text.length() - from) / UNITS_PER_WORD + 8);
    prefixes = new long[capacity + 1];
    starts = new int[capacity];
    ends = new int[capacity];
    scan(from, mostWords);
  }

  int size() {
    return size;
  }

  int start(int word) {
    return starts[word];
  }

  /** The hash of so many words from one on; {@code power} is {@link #power} of their number. */
  long gram(int first, int length, long power) {
    return mix(prefixes[first + length] - prefixes[first] * power + length);
  }

  static long power(int length) {
    long power = 1;
    for (int i = 0; i < length; i++) {
      power *= WORD_FACTOR;
    }
    return power;
  }

  /** Words in lower case with one blank between them. */
  String normalised(int first, int length) {
    StringBuilder words = new StringBuilder();
    for (int word = first; word < first + length; word++) {
      words.append(words.isEmpty() ? "" : " ");
      text.substring(starts[word], ends[word])
          .codePoints()
          .forEach(letter -> words.appendCodePoint(lower(letter)));
    }
    return words.toString();
  }

  private void scan(int from, int mostWords) {
    int start = -1;
    long hash = 0;
    for (int i = from; i < text.length() && size < mostWords; ) {
      int letter = text.codePointAt(i);
      int next = i + Character.charCount(letter);
      boolean inside = belongs(letter, start >= 0);
      if (start >= 0 && (!inside || standsAlone(letter))) {
        add(start, i, hash);
        start = -1;
      }
      if (inside) {
        if (start < 0) {
          start = i;
          hash = 0;
        }
        hash = (hash + lower(letter)) * LETTER_FACTOR;
        if (standsAlone(letter)) {
          add(start, next, hash);
          start = -1;
        }
      }
      i = next;
    }
    if (start >= 0 && size < mostWords) {
      add(start, text.length(), hash);
    }
  }

  private void add(int start, int end, long hash) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      prefixes = Arrays.copyOf(prefixes, 2 * size + 1);
    }
    starts[size] = start;
    ends[size] = end;
    prefixes[size + 1] = prefixes[size] * WORD_FACTOR + mix(hash);
    size++;
  }

  private static boolean belongs(int letter, boolean insideWord) {
    if (letter < 0x80) {
      return (letter >= 'a' && letter <= 'z')
          || (letter >= 'A' && letter <= 'Z')
          || (letter >= '0' && letter <= '9');
    }
    return Character.isLetterOrDigit(letter) || (insideWord && isMark(letter));
  }

  private static boolean isMark(int letter) {
    int type = Character.getType(letter);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** Scripts without spaces: Thai, Lao, Burmese, Khmer, kana, ideographs. */
  private static boolean standsAlone(int letter) {
    return letter >= 0x0E00
        && (letter <= 0x0EFF
            || (letter >= 0x1000 && letter <= 0x109F)
            || (letter >= 0x1780 && letter <= 0x17FF)
            || (letter >= 0x3040 && letter <= 0x30FF)
            || Character.isIdeographic(letter));
  }

  private static int lower(int letter) {
    return letter < 0x80
        ? (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter)
        : Character.toLowerCase(letter);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}

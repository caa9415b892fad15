package dev.kindling.tokenizer;

import java.util.Random;
import java.util.stream.IntStream;

/** Random strings of one kind each, at most 24 parts long but for long words. */
enum StringKind {
  /** Any code point of any plane, assigned or not. */
  ANY_PLANE {
    @Override
    void append(StringBuilder text, Random random) {
      text.appendCodePoint(scalar(random, 0, Character.MAX_CODE_POINT));
    }
  },
  /** The planes in which letters are. */
  LETTERS {
    @Override
    void append(StringBuilder text, Random random) {
      text.appendCodePoint(scalar(random, 0, random.nextBoolean() ? 0x2FFF : 0x1FFFF));
      spaceNowAndThen(text, random);
    }
  },
  /** Latin words and punctuation. */
  LATIN {
    @Override
    void append(StringBuilder text, Random random) {
      text.appendCodePoint(scalar(random, random.nextInt(4) == 0 ? 0 : 'A', 'z'));
      text.appendCodePoint(scalar(random, 'a', random.nextInt(4) == 0 ? 0x24F : 'z'));
      spaceNowAndThen(text, random);
    }
  },
  /** Letters with runs of marks, many of which change places. */
  COMBINING_MARKS {
    @Override
    void append(StringBuilder text, Random random) {
      if (random.nextInt(3) == 0) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.appendCodePoint(MARKS[random.nextInt(MARKS.length)]);
      spaceNowAndThen(text, random);
    }
  },
  /** Ideographs of all blocks, kana and Hangul, between letters. */
  CJK {
    @Override
    void append(StringBuilder text, Random random) {
      int[] range = CJK_RANGES[random.nextInt(CJK_RANGES.length)];
      text.appendCodePoint(scalar(random, range[0], range[1]));
      if (random.nextInt(6) == 0) {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
  },
  /** Emoji with skin tones, joiners, variation selectors, flags and keycaps. */
  EMOJI {
    @Override
    void append(StringBuilder text, Random random) {
      text.appendCodePoint(scalar(random, 0x1F300, 0x1FAFF));
      switch (random.nextInt(6)) {
        case 0 -> text.append('\u200D');
        case 1 -> text.append('\uFE0F');
        case 2 -> text.appendCodePoint(scalar(random, 0x1F3FB, 0x1F3FF));
        case 3 -> text.appendCodePoint(scalar(random, 0x1F1E6, 0x1F1FF));
        case 4 -> text.append(random.nextInt(10)).append("\uFE0F\u20E3");
        default -> spaceNowAndThen(text, random);
      }
    }
  },
  /** Controls, format characters and all kinds of space, between letters. */
  CONTROLS {
    @Override
    void append(StringBuilder text, Random random) {
      int[] range = CONTROL_RANGES[random.nextInt(CONTROL_RANGES.length)];
      text.appendCodePoint(scalar(random, range[0], range[1]));
      text.append((char) ('a' + random.nextInt(26)));
    }
  },
  /** Unpaired surrogates, and pairs, between letters. */
  SURROGATES {
    @Override
    void append(StringBuilder text, Random random) {
      text.append((char) (Character.MIN_SURROGATE + random.nextInt(0x800)));
      if (random.nextBoolean()) {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
  },
  /** Words near the limit of 100 characters and beyond. */
  LONG_WORDS {
    @Override
    void append(StringBuilder text, Random random) {
      String letter = Character.toString(scalar(random, 'A', random.nextBoolean() ? 'z' : 0x3FF));
      text.append(letter.repeat(random.nextInt(24)));
      spaceNowAndThen(text, random);
    }
  },
  /** Parts of all other kinds. */
  MIXED {
    @Override
    void append(StringBuilder text, Random random) {
      values()[random.nextInt(values().length - 1)].append(text, random);
    }
  };

  private static final int MAX_PARTS = 24;
  private static final int[] MARKS =
      IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
          .filter(
              c ->
                  Character.getType(c) == Character.NON_SPACING_MARK
                      || Character.getType(c) == Character.COMBINING_SPACING_MARK
                      || Character.getType(c) == Character.ENCLOSING_MARK)
          .toArray();
  private static final int[][] CJK_RANGES = {
    {0x3000, 0x30FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFF00, 0xFFEF},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B81F},
    {0x2B820, 0x2B91F},
    {0x2B920, 0x2CEAF},
    {0x2F800, 0x2FA1F},
    {0x30000, 0x3134F},
    {0x1100, 0x11FF}
  };
  private static final int[][] CONTROL_RANGES = {
    {0, 0x20},
    {0x7F, 0xA0},
    {0xAD, 0xAD},
    {0x600, 0x605},
    {0x1680, 0x1680},
    {0x180B, 0x180E},
    {0x2000, 0x200F},
    {0x2028, 0x202F},
    {0x205F, 0x206F},
    {0x3000, 0x3000},
    {0xE000, 0xF8FF},
    {0xFDD0, 0xFDEF},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFF},
    {0xE0000, 0xE01EF},
    {0xF0000, 0x10FFFF}
  };

  /** Adds a part. */
  abstract void append(StringBuilder text, Random random);

  /** A string of this kind. */
  String next(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(MAX_PARTS + 1); parts > 0; parts--) {
      append(text, random);
    }
    return text.toString();
  }

  private static int scalar(Random random, int first, int last) {
    int codePoint = first + random.nextInt(last - first + 1);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return surrogate ? 'a' : codePoint;
  }

  private static void spaceNowAndThen(StringBuilder text, Random random) {
    if (random.nextInt(5) == 0) {
      text.append(' ');
    }
  }
}

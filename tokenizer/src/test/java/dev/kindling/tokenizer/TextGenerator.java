package dev.kindling.tokenizer;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Lines of text with everything in them that tokenizers disagree about, the same for the same seed.
 */
final class TextGenerator {

  private static final String[] SYLLABLES = {
    "un", "the", "ing", "er", "ation", "com", "re", "st", "al", "is", "model", "data", "o", "ly",
    "ed", "b", "qu", "z"
  };
  private static final String[] SPACES = {
    " ", "  ", "\t", "\n", "\r\n", "\u00A0", "\u3000", "\u2028", "\u200A"
  };
  private static final String[] ACCENTED = {
    "café",
    "naïve",
    "Ångström",
    "Đà",
    "İstanbul",
    "ẞtraße",
    "Crème",
    "e\u0301te\u0301",
    "a\u0328\u0301",
    "q\u0307\u0323",
    "ﬁne",
    "Ǆ"
  };
  private static final String[] SCRIPTS = {
    "ΟΔΥΣΣΕΥΣ",
    "Σ",
    "ΣΑΣ.",
    "ΑΣ'Α",
    "Привет",
    "ЁЖИК",
    "שלום",
    "مَرْحَبًا",
    "हिन्दी",
    "ไทยดี",
    "한국어",
    "각",
    "日本語",
    "漢字かな",
    "豈",
    "\uD840\uDC0B",
    "\uD86E\uDC30",
    "\uD87E\uDC1F",
    "በሰላም",
    "ᏣᎳᎩ",
    "ꭰꭱ",
    "\uD801\uDC00"
  };
  private static final String[] MARKS = {
    "\u0301",
    "\u0323",
    "\u0345",
    "\u302E",
    "\u302F",
    "\uD834\uDD65",
    "\uD834\uDD6D",
    "\u1BAA",
    "\uA953",
    "\u093C",
    "\u034F",
    "\u20DD",
    "\u0DD9\u0DCF"
  };
  private static final String[] SYMBOLS = {
    "👩‍👩‍👧",
    "🇩🇪",
    "❤️",
    "👍🏽",
    "∑",
    "≠",
    "€",
    "½",
    "①",
    "™",
    "…",
    "—",
    "“x”",
    "‘y’",
    "«z»",
    "¿",
    "·",
    "`",
    "´",
    "\u1FEF",
    "#",
    "##ing",
    "@a_b",
    "[x]",
    "http://a.b/c?d=e&f"
  };
  private static final String[] INVISIBLE = {
    "\u0000", "\u0007", "\u001F", "\u007F", "\u0085", "\u00AD", "\u200B", "\u200D", "\u200F",
    "\u2060", "\uFEFF", "\uFFFD", "\uE000", "\u180E"
  };

  private final Random random;
  private final List<Integer> characters;

  /**
   * A generator.
   *
   * @param characters code points to strew in singly
   */
  TextGenerator(long seed, List<Integer> characters) {
    this.random = new Random(seed);
    this.characters = characters;
  }

  String line() {
    StringBuilder line = new StringBuilder();
    int parts = random.nextInt(12);
    for (int i = 0; i < parts; i++) {
      part(line);
      if (random.nextInt(5) > 0) {
        line.append(random.nextInt(4) > 0 ? " " : pick(SPACES));
      }
    }
    return line.toString();
  }

  String word() {
    StringBuilder word = new StringBuilder();
    int syllables = 1 + random.nextInt(4);
    for (int i = 0; i < syllables; i++) {
      word.append(pick(SYLLABLES));
    }
    return switch (random.nextInt(6)) {
      case 0 -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
      case 1 -> random.nextInt(4) == 0 ? word.toString().toUpperCase(Locale.ROOT) : word.toString();
      default -> word.toString();
    };
  }

  private void part(StringBuilder line) {
    switch (random.nextInt(20)) {
      case 0 -> line.append(pick(ACCENTED));
      case 1 -> line.append(pick(SCRIPTS));
      case 2 -> line.append(pick(SYMBOLS));
      case 3 -> line.append(word(), 0, 1).append(pick(INVISIBLE)).append(word());
      case 4 -> line.append(random.nextInt(100_000));
      case 5 -> line.append("0.").append(random.nextInt(1000)).append('%');
      case 6 -> marked(line);
      case 7 ->
          line.append(
              (random.nextBoolean() ? "a" : "é")
                  .repeat(random.nextInt(30) == 0 ? 98 + random.nextInt(5) : 3));
      case 8 -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          line.appendCodePoint(characters.get(random.nextInt(characters.size())));
        }
      }
      case 9 -> line.append(word()).append((char) ('!' + random.nextInt(15)));
      case 10 ->
          line.append(word()).append("'s ").append(word()).append(", ").append(word()).append('.');
      default -> line.append(word());
    }
  }

  private void marked(StringBuilder line) {
    line.append(random.nextBoolean() ? pick(SCRIPTS) : word());
    for (int i = random.nextInt(5); i >= 0; i--) {
      line.append(pick(random.nextInt(6) == 0 ? INVISIBLE : MARKS));
    }
    line.append(random.nextBoolean() ? pick(SCRIPTS) : "");
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}

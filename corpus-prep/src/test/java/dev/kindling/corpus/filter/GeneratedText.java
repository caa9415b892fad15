package dev.kindling.corpus.filter;

import java.util.List;
import java.util.SplittableRandom;

/** Texts from a seed. */
final class GeneratedText {
  private static final List<String> PIECES =
      List.of(
          "word",
          "The",
          "BUY",
          "NOW",
          "12",
          "2024",
          "[3]",
          "[edit]",
          "a@b.co",
          "8.8.8.8",
          "10.0.0.1",
          "4111 1111 1111 1111",
          "+49 30 1234567",
          "(212) 555-0123",
          "javascript",
          "averyveryverylongword",
          "2606:4700::1111",
          "end.",
          "\ud83d\ude00",
          "@",
          ".",
          "[",
          "+",
          "-");
  private static final List<String> GAPS = List.of(" ", " ", " ", " ", "\n", "\n\n", "", "\n \n");

  private GeneratedText() {}

  /** What editing rules look for, in any order and with any gaps. */
  static String messy(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(60);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(GAPS.get(random.nextInt(GAPS.size())));
    }
    return text.toString();
  }

  /** Words of a small vocabulary, so that n-grams repeat; sometimes a passage comes again. */
  static String repetitive(SplittableRandom random, int words, int vocabulary) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      int word = random.nextInt(vocabulary);
      text.append((char) ('a' + word % 26)).append(word);
      text.append(random.nextInt(9) == 0 ? "\n" : " ");
      if (random.nextInt(40) == 0) {
        int start = random.nextInt(text.length());
        text.append(text, start, Math.min(text.length(), start + 80));
      }
    }
    return text.toString();
  }
}

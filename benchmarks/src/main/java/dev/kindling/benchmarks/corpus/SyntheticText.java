package dev.kindling.benchmarks.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Text that looks like English to a rule, a splitter or a hash: words drawn by Zipf's law from a
 * made-up vocabulary that starts with the commonest English words, sentences of 5 to 30 words,
 * paragraphs a line. Depends on the seed alone.
 */
final class SyntheticText {
  private static final List<String> COMMON =
      List.of(
          "the", "of", "and", "to", "a", "in", "that", "is", "was", "he", "for", "it", "with", "as",
          "his", "on", "be", "at", "by", "had", "not", "are", "but", "from", "or", "have", "an",
          "they", "which", "one");
  private static final List<String> SYLLABLES =
      List.of(
          "ba", "con", "de", "ex", "fi", "gra", "hel", "in", "ju", "ka", "lo", "men", "nor", "o",
          "per", "qui", "re", "sta", "tion", "u", "ver", "wi", "ly", "ness", "ing", "er", "al");
  private static final int VOCABULARY = 50_000;

  private final SplittableRandom random;
  private final String[] words = new String[VOCABULARY];

  SyntheticText(long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < VOCABULARY; i++) {
      words[i] = i < COMMON.size() ? COMMON.get(i) : invented();
    }
  }

  /** Documents of 100 to 2,000 words that together hold about so many bytes of UTF-8. */
  List<String> documents(long bytes) {
    List<String> documents = new ArrayList<>();
    for (long total = 0; total < bytes; ) {
      String document = document(random.nextInt(100, 2_000));
      documents.add(document);
      total += bytes(document);
    }
    return documents;
  }

  /** A text of so many words at least; it ends with a sentence. */
  String document(int wordCount) {
    StringBuilder text = new StringBuilder();
    int count = 0;
    while (count < wordCount) {
      int length = random.nextInt(5, 31);
      count += length;
      text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : " ");
      appendSentence(text, length);
      text.append(random.nextInt(6) == 0 ? "\n" : "");
    }
    return text.toString().strip();
  }

  /** Returns a word by Zipf's law. */
  String word() {
    // The inverse of the law's cumulative distribution, log(rank) / log(size).
    return words[(int) Math.pow(VOCABULARY, random.nextDouble()) - 1];
  }

  static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static long bytes(List<String> texts) {
    return texts.stream().mapToLong(SyntheticText::bytes).sum();
  }

  private void appendSentence(StringBuilder text, int length) {
    for (int i = 0; i < length; i++) {
      String word = word();
      if (i == 0) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      } else {
        text.append(random.nextInt(12) == 0 ? ", " : " ").append(word);
      }
    }
    text.append('.');
  }

  private String invented() {
    StringBuilder word = new StringBuilder();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
    }
    return word.toString();
  }
}

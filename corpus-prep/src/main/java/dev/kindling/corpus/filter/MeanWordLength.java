package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents whose words, of those that hold a letter or digit, are short or long on average,
 * in code points with punctuation. Gopher: 3 to 10.
 */
record MeanWordLength(double minimum, double maximum) implements Rule {
  static final String NAME = "mean-word-length";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    long[] wordsAndCharacters = {0, 0};
    TextScan.words(
        text,
        (start, end) -> {
          if (TextScan.hasLetterOrDigit(text, start, end)) {
            wordsAndCharacters[0]++;
            wordsAndCharacters[1] += text.codePointCount(start, end);
          }
        });
    double mean = TextScan.ratio(wordsAndCharacters[1], wordsAndCharacters[0]);
    return Bounds.both(
        Bounds.atLeast(NAME + ".minimum", mean, minimum),
        Bounds.atMost(NAME + ".maximum", mean, maximum));
  }
}

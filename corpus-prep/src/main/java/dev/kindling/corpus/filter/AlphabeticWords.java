package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too small a share of words that hold a letter. Gopher: at least 0.8. */
record AlphabeticWords(double minimumFraction) implements Rule {
  static final String NAME = "alphabetic-words";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    long[] wordsAndAlphabetic = {0, 0};
    TextScan.words(
        text,
        (start, end) -> {
          wordsAndAlphabetic[0]++;
          if (TextScan.hasLetter(text, start, end)) {
            wordsAndAlphabetic[1]++;
          }
        });
    double fraction = TextScan.ratio(wordsAndAlphabetic[1], wordsAndAlphabetic[0]);
    return Bounds.atLeast(NAME + ".minimum-fraction", fraction, minimumFraction);
  }
}

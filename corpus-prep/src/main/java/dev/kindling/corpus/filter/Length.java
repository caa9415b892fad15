package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents with too few or too many words that hold a letter or digit. Gopher: 50 to
 * 100,000.
 *
 * <p>Words are separated by white space here and in the other rules, so languages written without
 * it need other thresholds.
 */
record Length(double minimumWords, double maximumWords) implements Rule {
  static final String NAME = "length";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    int[] words = {0};
    TextScan.words(
        text,
        (start, end) -> {
          if (TextScan.hasLetterOrDigit(text, start, end)) {
            words[0]++;
          }
        });
    return Bounds.both(
        Bounds.atLeast(NAME + ".minimum-words", words[0], minimumWords),
        Bounds.atMost(NAME + ".maximum-words", words[0], maximumWords));
  }
}

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
    double fraction =
        TextScan.shareOfWords(text, (start, end) -> TextScan.hasLetter(text, start, end));
    return Bounds.atLeast(NAME + ".minimum-fraction", fraction, minimumFraction);
  }
}

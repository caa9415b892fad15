package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too many hash signs or ellipses a word. Gopher: at most 0.1 of each. */
record SymbolRatio(double maximumHashes, double maximumEllipses) implements Rule {
  static final String NAME = "symbol-ratio";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    long[] words = {0};
    TextScan.words(text, (start, end) -> words[0]++);
    long hashes = 0;
    long ellipses = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#') {
        hashes++;
      } else if (c == '…') {
        ellipses++;
      } else if (c == '.' && text.startsWith("...", i)) {
        ellipses++;
        i += 2;
      }
    }
    return Bounds.both(
        Bounds.atMost(NAME + ".maximum-hashes", TextScan.ratio(hashes, words[0]), maximumHashes),
        Bounds.atMost(
            NAME + ".maximum-ellipses", TextScan.ratio(ellipses, words[0]), maximumEllipses));
  }
}

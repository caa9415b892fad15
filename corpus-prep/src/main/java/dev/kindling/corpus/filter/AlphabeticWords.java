package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too small a share of words that hold a letter. Gopher: at least 0.8. */
record AlphabeticWords(double minimumFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("alphabetic-words")
          .fraction("minimum-fraction", 0.8)
          .makes(arguments -> new AlphabeticWords(arguments.number("minimum-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    WordScan words = scan.wordScan();
    return Bounds.atLeast(
        "alphabetic-words.minimum-fraction",
        TextScan.ratio(words.withLetter(), words.spans().size()),
        minimumFraction);
  }
}

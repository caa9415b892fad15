package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too many hash signs or ellipses a word. Gopher: at most 0.1 of each. */
record SymbolRatio(double maximumHashes, double maximumEllipses) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("symbol-ratio")
          .number("maximum-hashes", 0.1)
          .number("maximum-ellipses", 0.1)
          .makes(
              arguments ->
                  new SymbolRatio(
                      arguments.number("maximum-hashes"), arguments.number("maximum-ellipses")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    long words = scan.words().size();
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
        Bounds.atMost("symbol-ratio.maximum-hashes", TextScan.ratio(hashes, words), maximumHashes),
        Bounds.atMost(
            "symbol-ratio.maximum-ellipses", TextScan.ratio(ellipses, words), maximumEllipses));
  }
}

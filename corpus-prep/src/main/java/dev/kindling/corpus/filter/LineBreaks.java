package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents that look like lists: too many line breaks a word. FineWeb: at most 0.3. Empty
 * lines do not count.
 */
record LineBreaks(double maximumRatio) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("line-breaks")
          .number("maximum-ratio", 0.3)
          .makes(arguments -> new LineBreaks(arguments.number("maximum-ratio")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    int breaks = Math.max(0, scan.lines().size() - 1);
    return Bounds.atMost(
        "line-breaks.maximum-ratio", TextScan.ratio(breaks, scan.words().size()), maximumRatio);
  }
}

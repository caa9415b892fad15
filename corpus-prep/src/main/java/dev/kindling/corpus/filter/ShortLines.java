package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents in which too many lines are short. FineWeb: at most 0.67 of them may have no more
 * than 30 characters.
 */
record ShortLines(double maximumFraction, double shortCharacters) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("short-lines")
          .fraction("maximum-fraction", 0.67)
          .number("short-characters", 30)
          .makes(
              arguments ->
                  new ShortLines(
                      arguments.number("maximum-fraction"), arguments.number("short-characters")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    double fraction =
        TextScan.share(
            scan.lines(), (start, end) -> text.codePointCount(start, end) <= shortCharacters);
    return Bounds.atMost("short-lines.maximum-fraction", fraction, maximumFraction);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;

/** Drops documents with too large a share of lines that end in an ellipsis. Gopher: at most 0.3. */
record EllipsisLines(double maximumFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("ellipsis-lines")
          .fraction("maximum-fraction", 0.3)
          .makes(arguments -> new EllipsisLines(arguments.number("maximum-fraction")));

  private static final List<String> ELLIPSES = List.of("...", "…");

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    double fraction =
        TextScan.share(scan.lines(), (start, end) -> Endings.hasAny(text, end, ELLIPSES));
    return Bounds.atMost("ellipsis-lines.maximum-fraction", fraction, maximumFraction);
  }
}

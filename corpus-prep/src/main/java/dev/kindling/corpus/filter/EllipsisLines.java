package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too large a share of lines that end in an ellipsis. Gopher: at most 0.3. */
record EllipsisLines(double maximumFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("ellipsis-lines")
          .fraction("maximum-fraction", 0.3)
          .makes(arguments -> new EllipsisLines(arguments.number("maximum-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    double fraction =
        TextScan.share(scan.lines(), (start, end) -> endsInEllipsis(text, start, end));
    return Bounds.atMost("ellipsis-lines.maximum-fraction", fraction, maximumFraction);
  }

  static boolean endsInEllipsis(String text, int start, int end) {
    boolean dots = end - start >= 3 && text.startsWith("...", end - 3);
    return dots || text.charAt(end - 1) == '…';
  }
}

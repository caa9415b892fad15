package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too large a share of lines that end in an ellipsis. Gopher: at most 0.3. */
record EllipsisLines(double maximumFraction) implements Rule {
  static final String NAME = "ellipsis-lines";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    long[] linesAndEllipses = {0, 0};
    TextScan.lines(
        text,
        (start, end) -> {
          linesAndEllipses[0]++;
          boolean dots = end - start >= 3 && text.startsWith("...", end - 3);
          if (dots || text.charAt(end - 1) == '…') {
            linesAndEllipses[1]++;
          }
        });
    double fraction = TextScan.ratio(linesAndEllipses[1], linesAndEllipses[0]);
    return Bounds.atMost(NAME + ".maximum-fraction", fraction, maximumFraction);
  }
}

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
    double fraction = TextScan.shareOfLines(text, (start, end) -> endsInEllipsis(text, start, end));
    return Bounds.atMost(NAME + ".maximum-fraction", fraction, maximumFraction);
  }

  private static boolean endsInEllipsis(String text, int start, int end) {
    boolean dots = end - start >= 3 && text.startsWith("...", end - 3);
    return dots || text.charAt(end - 1) == '…';
  }
}

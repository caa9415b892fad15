package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents with too large a share of lines that start with a bullet. Gopher: at most 0.9.
 */
record BulletLines(double maximumFraction) implements Rule {
  static final String NAME = "bullet-lines";
  private static final String BULLETS = "•‣◦●▪·*-–";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    double fraction =
        TextScan.shareOfLines(text, (start, end) -> BULLETS.indexOf(text.charAt(start)) >= 0);
    return Bounds.atMost(NAME + ".maximum-fraction", fraction, maximumFraction);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents with too large a share of lines that start with a bullet. Gopher: at most 0.9.
 */
record BulletLines(double maximumFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("bullet-lines")
          .fraction("maximum-fraction", 0.9)
          .makes(arguments -> new BulletLines(arguments.number("maximum-fraction")));

  private static final String BULLETS = "•‣◦●▪·*-–";

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    double fraction =
        TextScan.share(scan.lines(), (start, end) -> BULLETS.indexOf(text.charAt(start)) >= 0);
    return Bounds.atMost("bullet-lines.maximum-fraction", fraction, maximumFraction);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;

/**
 * Drops documents in which too few lines end in punctuation. FineWeb: at least 0.12, with the five
 * ASCII marks of the default; the others are their counterparts in typeset and in Chinese text.
 */
record PunctuatedLines(double minimumFraction, List<String> endMarks) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("punctuated-lines")
          .fraction("minimum-fraction", 0.12)
          .texts("end-marks", ".", "'", "\"", "!", "?", "…", "”", "’", "。", "！", "？")
          .makes(
              arguments ->
                  new PunctuatedLines(
                      arguments.number("minimum-fraction"), arguments.texts("end-marks")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    double fraction =
        TextScan.share(scan.lines(), (start, end) -> Endings.hasAny(text, end, endMarks));
    return Bounds.atLeast("punctuated-lines.minimum-fraction", fraction, minimumFraction);
  }
}

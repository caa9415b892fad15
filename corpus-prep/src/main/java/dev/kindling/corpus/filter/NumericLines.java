package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Removes lines with too large a share of digits among their letters and digits. RefinedWeb (Penedo
 * et al. 2023) removes lines of digits alone.
 */
record NumericLines(double maximumFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("numeric-lines")
          .fraction("maximum-fraction", 0.5)
          .makes(arguments -> new NumericLines(arguments.number("maximum-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    return LineRemoval.above(
        scan,
        "numeric-lines.maximum-fraction",
        maximumFraction,
        (start, end) -> digits(text, start, end));
  }

  private static double digits(String text, int start, int end) {
    int digits = 0;
    int letters = 0;
    for (int i = start; i < end; i++) {
      int kind = CharacterKind.of(text.charAt(i));
      digits += kind == CharacterKind.DIGIT ? 1 : 0;
      letters += kind == CharacterKind.LETTER ? 1 : 0;
    }
    return TextScan.ratio(digits, digits + letters);
  }
}

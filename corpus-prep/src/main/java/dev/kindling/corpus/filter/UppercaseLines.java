package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Removes lines with too large a share of capitals among their letters, as RefinedWeb (Penedo et
 * al. 2023) removes lines that are mainly in upper case. Lines with few letters stay.
 */
record UppercaseLines(double maximumFraction, double minimumLetters) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("uppercase-lines")
          .fraction("maximum-fraction", 0.5)
          .number("minimum-letters", 10)
          .makes(
              arguments ->
                  new UppercaseLines(
                      arguments.number("maximum-fraction"), arguments.number("minimum-letters")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    return LineRemoval.above(
        scan,
        "uppercase-lines.maximum-fraction",
        maximumFraction,
        (start, end) -> capitals(text, start, end));
  }

  private double capitals(String text, int start, int end) {
    int letters = 0;
    int capitals = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (CharacterKind.of(c) == CharacterKind.LETTER) {
        letters++;
        capitals += Character.isUpperCase(c) ? 1 : 0;
      }
    }
    return letters < minimumLetters ? 0 : TextScan.ratio(capitals, letters);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents in which repeated lines still hold too many characters after lines were removed.
 * FineWeb: at most 0.01. Counted like {@link DuplicateLines}, only later.
 */
record RemainingDuplicateLines(double maximumCharacterFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("remaining-duplicate-lines")
          .fraction("maximum-character-fraction", 0.01)
          .makes(
              arguments ->
                  new RemainingDuplicateLines(arguments.number("maximum-character-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    return Bounds.atMost(
        "remaining-duplicate-lines.maximum-character-fraction",
        Duplicates.of(scan.text(), scan.lines()).characterFraction(),
        maximumCharacterFraction);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents in which too many lines repeat an earlier line, by count or by characters.
 * Gopher: at most 0.3 of the lines and 0.2 of the characters.
 */
record DuplicateLines(double maximumFraction, double maximumCharacterFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("duplicate-lines")
          .fraction("maximum-fraction", 0.3)
          .fraction("maximum-character-fraction", 0.2)
          .makes(
              arguments ->
                  new DuplicateLines(
                      arguments.number("maximum-fraction"),
                      arguments.number("maximum-character-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Duplicates repeated = Duplicates.of(scan.text(), scan.lines());
    return Bounds.both(
        Bounds.atMost("duplicate-lines.maximum-fraction", repeated.fraction(), maximumFraction),
        Bounds.atMost(
            "duplicate-lines.maximum-character-fraction",
            repeated.characterFraction(),
            maximumCharacterFraction));
  }
}

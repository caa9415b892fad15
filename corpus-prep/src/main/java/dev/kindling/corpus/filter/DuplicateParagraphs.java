package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents in which too many paragraphs repeat an earlier paragraph, by count or by
 * characters. Gopher: at most 0.3 of the paragraphs and 0.2 of the characters.
 *
 * <p>Paragraphs are what stands between empty lines.
 */
record DuplicateParagraphs(double maximumFraction, double maximumCharacterFraction)
    implements Rule {
  static final RuleKind KIND =
      RuleKind.named("duplicate-paragraphs")
          .fraction("maximum-fraction", 0.3)
          .fraction("maximum-character-fraction", 0.2)
          .makes(
              arguments ->
                  new DuplicateParagraphs(
                      arguments.number("maximum-fraction"),
                      arguments.number("maximum-character-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Duplicates repeated = Duplicates.of(scan.text(), scan.paragraphs());
    return Bounds.both(
        Bounds.atMost(
            "duplicate-paragraphs.maximum-fraction", repeated.fraction(), maximumFraction),
        Bounds.atMost(
            "duplicate-paragraphs.maximum-character-fraction",
            repeated.characterFraction(),
            maximumCharacterFraction));
  }
}

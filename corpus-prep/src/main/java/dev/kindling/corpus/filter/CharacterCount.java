package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Drops documents with too few or too many characters, in code points. CCNet: at least 300. */
record CharacterCount(double minimum, double maximum) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("character-count")
          .number("minimum", 300)
          .number("maximum", 1e9)
          .makes(
              arguments ->
                  new CharacterCount(arguments.number("minimum"), arguments.number("maximum")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    int count = scan.text().codePointCount(0, scan.text().length());
    return Bounds.both(
        Bounds.atLeast("character-count.minimum", count, minimum),
        Bounds.atMost("character-count.maximum", count, maximum));
  }
}

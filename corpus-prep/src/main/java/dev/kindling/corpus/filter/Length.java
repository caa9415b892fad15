package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents with too few or too many words that hold a letter or digit. Gopher: 50 to
 * 100,000.
 *
 * <p>Words are separated by white space here and in the other rules, so languages written without
 * it need other thresholds.
 */
record Length(double minimumWords, double maximumWords) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("length")
          .number("minimum-words", 50)
          .number("maximum-words", 100_000)
          .makes(
              arguments ->
                  new Length(arguments.number("minimum-words"), arguments.number("maximum-words")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    int count = scan.wordScan().withLetterOrDigit();
    return Bounds.both(
        Bounds.atLeast("length.minimum-words", count, minimumWords),
        Bounds.atMost("length.maximum-words", count, maximumWords));
  }
}

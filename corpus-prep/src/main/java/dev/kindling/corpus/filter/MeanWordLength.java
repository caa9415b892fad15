package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents whose words, of those that hold a letter or digit, are short or long on average,
 * in code points with punctuation. Gopher: 3 to 10.
 */
record MeanWordLength(double minimum, double maximum) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("mean-word-length")
          .number("minimum", 3)
          .number("maximum", 10)
          .makes(
              arguments ->
                  new MeanWordLength(arguments.number("minimum"), arguments.number("maximum")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    WordScan words = scan.wordScan();
    double mean = TextScan.ratio(words.characters(), words.withLetterOrDigit());
    return Bounds.both(
        Bounds.atLeast("mean-word-length.minimum", mean, minimum),
        Bounds.atMost("mean-word-length.maximum", mean, maximum));
  }
}

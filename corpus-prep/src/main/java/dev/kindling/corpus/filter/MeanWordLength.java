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
    Spans words = scan.words();
    long count = 0;
    long characters = 0;
    for (int i = 0; i < words.size(); i++) {
      if (scan.hasLetterOrDigit(words.start(i), words.end(i))) {
        count++;
        characters += scan.text().codePointCount(words.start(i), words.end(i));
      }
    }
    double mean = TextScan.ratio(characters, count);
    return Bounds.both(
        Bounds.atLeast("mean-word-length.minimum", mean, minimum),
        Bounds.atMost("mean-word-length.maximum", mean, maximum));
  }
}

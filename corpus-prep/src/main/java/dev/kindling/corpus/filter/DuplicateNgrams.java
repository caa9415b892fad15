package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Drops documents with too many characters in 5- to 10-grams of words that were seen before.
 * Gopher: at most 0.15, 0.14, 0.13, 0.12, 0.11 and 0.10. See {@link Ngrams#duplicateCharacters} for
 * how they are counted.
 */
record DuplicateNgrams(List<Double> maximumFractions) implements Rule {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 10;

  static final RuleKind KIND =
      RuleKind.named("duplicate-ngrams")
          .fraction("maximum-5-gram-fraction", 0.15)
          .fraction("maximum-6-gram-fraction", 0.14)
          .fraction("maximum-7-gram-fraction", 0.13)
          .fraction("maximum-8-gram-fraction", 0.12)
          .fraction("maximum-9-gram-fraction", 0.11)
          .fraction("maximum-10-gram-fraction", 0.10)
          .makes(
              arguments ->
                  new DuplicateNgrams(
                      IntStream.rangeClosed(SHORTEST, LONGEST)
                          .mapToObj(n -> arguments.number("maximum-" + n + "-gram-fraction"))
                          .toList()));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    for (int n = SHORTEST; n <= LONGEST; n++) {
      long characters = scan.ngrams().duplicateCharacters(n);
      if (characters == 0) {
        return Decision.KEEP; // a longer n-gram that repeats would hold one of these
      }
      double fraction = TextScan.ratio(characters, scan.text().length());
      double maximum = maximumFractions.get(n - SHORTEST);
      if (fraction > maximum) {
        return new Decision.Drop(
            "duplicate-ngrams.maximum-" + n + "-gram-fraction", fraction, maximum);
      }
    }
    return Decision.KEEP;
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Drops documents of which the most frequent 2-, 3- or 4-gram of words makes up too much. Gopher:
 * at most 0.20, 0.18 and 0.16 of the characters. See {@link Ngrams#topCharacters} for how they are
 * counted.
 */
record TopNgrams(List<Double> maximumFractions) implements Rule {
  private static final int SHORTEST = 2;
  private static final int LONGEST = 4;

  static final RuleKind KIND =
      RuleKind.named("top-ngrams")
          .fraction("maximum-2-gram-fraction", 0.20)
          .fraction("maximum-3-gram-fraction", 0.18)
          .fraction("maximum-4-gram-fraction", 0.16)
          .makes(
              arguments ->
                  new TopNgrams(
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
      long characters = scan.ngrams().topCharacters(n);
      double fraction = TextScan.ratio(characters, scan.text().length());
      double maximum = maximumFractions.get(n - SHORTEST);
      if (fraction > maximum) {
        return new Decision.Drop("top-ngrams.maximum-" + n + "-gram-fraction", fraction, maximum);
      }
    }
    return Decision.KEEP;
  }
}

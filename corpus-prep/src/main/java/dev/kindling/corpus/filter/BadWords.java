package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents with too many occurrences of listed words, without regard to upper and lower
 * case. C4: none may occur. No list comes along; in languages written without blanks between words,
 * set {@code whole-words} to false.
 */
record BadWords(PhraseFinder words, double maximumCount) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("bad-words")
          .texts("words")
          .files("files")
          .flag("whole-words", true)
          .number("maximum-count", 0)
          .makes(
              arguments ->
                  new BadWords(
                      new PhraseFinder(
                          arguments.entries("words", "files"), arguments.flag("whole-words")),
                      arguments.number("maximum-count")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    int[] count = {0};
    String[] first = {""};
    words.find(
        scan.text(),
        (word, start, end) -> {
          first[0] = count[0] == 0 ? word : first[0];
          count[0]++;
          return true;
        });
    return count[0] > maximumCount
        ? new Decision.Drop("bad-words.maximum-count", count[0], maximumCount, first[0])
        : Decision.KEEP;
  }
}

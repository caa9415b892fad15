package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Removes lines with few words. C4: fewer than 5 (3 in the paper). */
record FewWordLines(double minimumWords) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("few-word-lines")
          .number("minimum-words", 5)
          .makes(arguments -> new FewWordLines(arguments.number("minimum-words")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    return LineRemoval.below(
        scan,
        "few-word-lines.minimum-words",
        minimumWords,
        (start, end) -> words(text, start, end));
  }

  private static int words(String text, int start, int end) {
    int words = 0;
    boolean inside = false;
    for (int i = start; i < end; i++) {
      boolean space = CharacterKind.of(text.charAt(i)) == CharacterKind.SPACE;
      words += inside || space ? 0 : 1;
      inside = !space;
    }
    return words;
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Removes lines that hold a very long word. C4: over 1,000 characters. */
record LongWordLines(double maximumCharacters) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("long-word-lines")
          .number("maximum-characters", 1000)
          .makes(arguments -> new LongWordLines(arguments.number("maximum-characters")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    return LineRemoval.above(
        scan,
        "long-word-lines.maximum-characters",
        maximumCharacters,
        (start, end) -> longestWord(text, start, end));
  }

  private static int longestWord(String text, int start, int end) {
    int longest = 0;
    int wordStart = start;
    for (int i = start; i <= end; i++) {
      if (i == end || CharacterKind.of(text.charAt(i)) == CharacterKind.SPACE) {
        longest = Math.max(longest, i - wordStart);
        wordStart = i + 1;
      }
    }
    return longest;
  }
}

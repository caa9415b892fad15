package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.HashSet;
import java.util.Set;

/**
 * Drops documents in which too many lines repeat an earlier line, by count or by characters.
 * Gopher: at most 0.3 of the lines and 0.2 of the characters.
 */
record DuplicateLines(double maximumFraction, double maximumCharacterFraction) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("duplicate-lines")
          .fraction("maximum-fraction", 0.3)
          .fraction("maximum-character-fraction", 0.2)
          .makes(
              arguments ->
                  new DuplicateLines(
                      arguments.number("maximum-fraction"),
                      arguments.number("maximum-character-fraction")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Spans lines = scan.lines();
    Set<String> seen = new HashSet<>();
    long characters = 0;
    long duplicateLines = 0;
    long duplicateCharacters = 0;
    for (int i = 0; i < lines.size(); i++) {
      characters += lines.length(i);
      if (!seen.add(scan.text().substring(lines.start(i), lines.end(i)))) {
        duplicateLines++;
        duplicateCharacters += lines.length(i);
      }
    }
    return Bounds.both(
        Bounds.atMost(
            "duplicate-lines.maximum-fraction",
            TextScan.ratio(duplicateLines, lines.size()),
            maximumFraction),
        Bounds.atMost(
            "duplicate-lines.maximum-character-fraction",
            TextScan.ratio(duplicateCharacters, characters),
            maximumCharacterFraction));
  }
}

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
  static final String NAME = "duplicate-lines";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    Set<String> seen = new HashSet<>();
    Totals totals = new Totals();
    TextScan.lines(
        text,
        (start, end) -> {
          totals.lines++;
          totals.characters += end - start;
          if (!seen.add(text.substring(start, end))) {
            totals.duplicateLines++;
            totals.duplicateCharacters += end - start;
          }
        });
    return Bounds.both(
        Bounds.atMost(
            NAME + ".maximum-fraction",
            TextScan.ratio(totals.duplicateLines, totals.lines),
            maximumFraction),
        Bounds.atMost(
            NAME + ".maximum-character-fraction",
            TextScan.ratio(totals.duplicateCharacters, totals.characters),
            maximumCharacterFraction));
  }

  private static final class Totals {
    private long lines;
    private long characters;
    private long duplicateLines;
    private long duplicateCharacters;
  }
}

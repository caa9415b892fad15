package dev.kindling.corpus.dedup;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.TextEdit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts out of a document the paragraphs or lines that stand earlier in the corpus.
 *
 * @param unit what is cut
 * @param rule name in the ledger, such as {@code repeated-lines}
 * @param minimumDocumentCharacters a document that is left with fewer code points is dropped
 */
public record RepeatedUnits(TextUnit unit, String rule, int minimumDocumentCharacters)
    implements Serializable {
  /**
   * A piece to cut.
   *
   * @param index its number among the text's pieces, from 0
   * @param occurrence how often the corpus has held it by then, this time included; at least 2
   */
  public record Repeat(int index, long occurrence) {}

  /**
   * Cuts.
   *
   * @param text the text in which the pieces were counted
   * @param repeats in the order of their numbers
   * @return an edit a piece, with its occurrence against the one that stays; a drop where too
   *     little is left; keep where there is nothing to cut
   * @throws IllegalArgumentException if the text has fewer pieces
   */
  public Decision decide(String text, List<Repeat> repeats) {
    if (repeats.isEmpty()) {
      return Decision.KEEP;
    }
    List<TextEdit> edits = edits(text, repeats);
    String left = TextEdit.apply(text, edits);
    int characters = left.codePointCount(0, left.length());
    int least = Math.max(1, minimumDocumentCharacters);
    return characters < least
        ? new Decision.Drop(rule + ".minimum-document-characters", characters, least)
        : new Decision.Edit(left, edits);
  }

  private List<TextEdit> edits(String text, List<Repeat> repeats) {
    List<TextUnit.Span> spans = unit.spans(text);
    if (repeats.get(repeats.size() - 1).index() >= spans.size()) {
      throw new IllegalArgumentException(
          "the text has %d pieces, not %s".formatted(spans.size(), repeats));
    }
    List<TextEdit> edits = new ArrayList<>();
    int from = 0;
    while (from < repeats.size()) {
      int to = from + 1;
      while (to < repeats.size() && repeats.get(to).index() == repeats.get(to - 1).index() + 1) {
        to++;
      }
      cutRun(text, spans, repeats.subList(from, to), edits);
      from = to;
    }
    return edits;
  }

  /**
   * Cuts neighbouring pieces. Of the separators before, between and behind them the longest stays,
   * so that no empty line between what is left gets lost.
   */
  private void cutRun(
      String text, List<TextUnit.Span> spans, List<Repeat> run, List<TextEdit> edits) {
    int first = run.get(0).index();
    int last = first + run.size() - 1;
    int kept = first;
    if (last + 1 == spans.size()) {
      kept = last + 1;
    } else if (first > 0) {
      for (int i = first; i <= last + 1; i++) {
        kept = separator(spans, i) > separator(spans, kept) ? i : kept;
      }
    }
    for (Repeat repeat : run) {
      int i = repeat.index();
      boolean withSeparatorBefore = i < kept;
      int start = withSeparatorBefore ? endBefore(spans, i) : spans.get(i).start();
      int end = withSeparatorBefore ? spans.get(i).end() : spans.get(i + 1).start();
      edits.add(
          new TextEdit(
              rule + ".occurrences",
              start,
              text.substring(start, end),
              "",
              repeat.occurrence(),
              1));
    }
  }

  /** Length of the separator before a piece that has one before it. */
  private static int separator(List<TextUnit.Span> spans, int i) {
    return spans.get(i).start() - spans.get(i - 1).end();
  }

  private static int endBefore(List<TextUnit.Span> spans, int i) {
    return i == 0 ? 0 : spans.get(i - 1).end();
  }
}

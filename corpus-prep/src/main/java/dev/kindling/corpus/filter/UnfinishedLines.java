package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;

/**
 * Removes lines that do not end like a sentence. C4: in a full stop, question mark, exclamation
 * mark or straight quote, and not in three dots.
 */
record UnfinishedLines(List<String> endMarks, List<String> refusedEndings) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("unfinished-lines")
          .texts("end-marks", ".", "?", "!", "\"")
          .texts("refused-endings", "...")
          .makes(
              arguments ->
                  new UnfinishedLines(
                      arguments.texts("end-marks"), arguments.texts("refused-endings")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    return LineRemoval.below(
        scan, "unfinished-lines.end-marks", 1, (start, end) -> isFinished(text, end) ? 1 : 0);
  }

  private boolean isFinished(String text, int end) {
    return Endings.hasAny(text, end, endMarks) && !Endings.hasAny(text, end, refusedEndings);
  }
}

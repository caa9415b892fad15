package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;

/** Removes whole lines, one edit each, and keeps the empty lines between what is left. */
final class LineRemoval {
  private final TextScan scan;
  private final Spans lines;
  private final String reason;
  private final double threshold;

  private LineRemoval(TextScan scan, String reason, double threshold) {
    this.scan = scan;
    this.lines = scan.lines();
    this.reason = reason;
    this.threshold = threshold;
  }

  /** Measures one line of the text. */
  @FunctionalInterface
  interface Measure {
    double of(int start, int end);
  }

  /** Removes the lines that measure more than a maximum. */
  static Decision above(TextScan scan, String reason, double maximum, Measure measure) {
    return new LineRemoval(scan, reason, maximum).decide(measure, false);
  }

  /** Removes the lines that measure less than a minimum. */
  static Decision below(TextScan scan, String reason, double minimum, Measure measure) {
    return new LineRemoval(scan, reason, minimum).decide(measure, true);
  }

  private Decision decide(Measure measure, boolean below) {
    EditList edits = new EditList(scan.text());
    double[] values = new double[lines.size()];
    int runStart = -1;
    for (int i = 0; i <= lines.size(); i++) {
      boolean removed = false;
      if (i < lines.size()) {
        values[i] = measure.of(lines.start(i), lines.end(i));
        removed = below ? values[i] < threshold : values[i] > threshold;
      }
      if (removed && runStart < 0) {
        runStart = i;
      } else if (!removed && runStart >= 0) {
        removeRun(runStart, i, values, edits);
        runStart = -1;
      }
    }
    return edits.decision();
  }

  /**
   * Removes lines [first, next). Of the gaps before and behind them the larger stays, so that
   * paragraphs do not run together; none stays at the text's ends.
   */
  private void removeRun(int first, int next, double[] values, EditList edits) {
    boolean keepsGapBefore =
        first == 0
            || (next < lines.size()
                && lines.start(first) - lines.end(first - 1)
                    >= lines.start(next) - lines.end(next - 1));
    for (int i = first; i < next; i++) {
      int start = keepsGapBefore ? lines.start(i) : lines.end(i - 1);
      int end = keepsGapBefore ? startOfNext(i) : lines.end(i);
      edits.replace(start, end, "", reason, values[i], threshold);
    }
  }

  private int startOfNext(int line) {
    return line + 1 < lines.size() ? lines.start(line + 1) : scan.text().length();
  }
}

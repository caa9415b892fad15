package dev.kindling.corpus.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins the lines of plain text that was wrapped at a fixed width, so that a paragraph is one line.
 *
 * <p>A line is joined with the next where the next one's first word would not have fitted behind
 * it: a line that ends early was meant to end. Text is taken for wrapped when nearly all of its
 * lines are at most {@value #MAX_WIDTH} characters long.
 */
public final class LineJoiner {
  private static final int MIN_WIDTH = 50;
  private static final int MAX_WIDTH = 100;

  /** The share of lines by which the width is measured; the rest are tables and long addresses. */
  private static final double TYPICAL_SHARE = 0.98;

  private LineJoiner() {}

  /**
   * Joins wrapped lines.
   *
   * @param text normalised text
   * @return one line a paragraph, or the text itself when it is not wrapped
   */
  public static String join(String text) {
    List<String> lines = text.lines().toList();
    int width = typicalWidth(lines);
    if (width < MIN_WIDTH || width > MAX_WIDTH) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    String previous = null;
    for (String line : lines) {
      if (previous != null) {
        out.append(isWrapped(previous, line, width) ? ' ' : '\n');
      }
      out.append(line);
      previous = line;
    }
    return out.toString();
  }

  private static boolean isWrapped(String line, String next, int width) {
    if (line.isEmpty() || next.isEmpty()) {
      return false;
    }
    int blank = next.indexOf(' ');
    int firstWord = blank < 0 ? next.length() : blank;
    return line.length() + 1 + firstWord > width;
  }

  /** The length that all but a few lines keep; 0 of a text without lines. */
  private static int typicalWidth(List<String> lines) {
    List<Integer> lengths = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        lengths.add(line.length());
      }
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    int[] sorted = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
    return sorted[(int) Math.ceil(TYPICAL_SHARE * sorted.length) - 1];
  }
}

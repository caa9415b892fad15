package dev.kindling.corpus.book;

import java.util.List;
import java.util.regex.Pattern;

/** Tells how a block of lines is laid out, by its lines' lengths and first letters. */
final class BlockLayout {
  /** No typed or scanned line is longer; longer ones are paragraphs already. */
  static final int WIDEST = 120;

  /** Columns this narrow are verse or lists, whatever else they look like. */
  private static final int NARROWEST = 40;

  /** Most lines of prose leave no room for the first word of the next. */
  private static final double LEAST_FULL = 0.75;

  /** Old files keep the lines of the print, which are not equally full. */
  private static final double RAGGED = 0.85;

  /** A quotation has narrower lines than the book; small letters tell that it is prose. */
  private static final double LEAST_SMALL_LETTERS = 0.5;

  /** That many lines in a row begin with a capital in verse only. */
  private static final int VERSE_LINES = 4;

  private static final Pattern ITEM =
      Pattern.compile("\\s*+(?:[-*•+]\\s++\\S|\\(?(?:\\d{1,3}|[a-z]|[ivxIVX]{1,5})[.)]\\s++\\S).*");

  /** What only stands between columns, or draws their borders. */
  private static final List<String> COLUMN_MARKS =
      List.of("   ", "....", ". . . . ", "-----", "=====");

  /** How a block is laid out. */
  enum Layout {
    PROSE,
    LIST,
    LINES
  }

  private final int width;

  /** The width of the book's lines. */
  BlockLayout(int width) {
    this.width = width;
  }

  static boolean isItem(String line) {
    return ITEM.matcher(line).matches();
  }

  static int indentation(String line) {
    int blanks = 0;
    while (blanks < line.length() && Character.isWhitespace(line.charAt(blanks))) {
      blanks++;
    }
    return blanks;
  }

  Layout of(List<String> lines) {
    if (lines.size() == 1) {
      return Layout.PROSE;
    }
    long columns = lines.stream().filter(BlockLayout::hasColumns).count();
    if (2 * columns >= lines.size()) {
      return Layout.LINES;
    }
    long items = lines.stream().filter(BlockLayout::isItem).count();
    if (items >= 2 && isItem(lines.get(0))) {
      return Layout.LIST;
    }
    return isProse(lines) ? Layout.PROSE : Layout.LINES;
  }

  private static boolean hasColumns(String line) {
    String text = line.strip();
    int bar = text.indexOf('|');
    return (bar >= 0 && text.indexOf('|', bar + 1) > 0)
        || COLUMN_MARKS.stream().anyMatch(text::contains);
  }

  private boolean isProse(List<String> lines) {
    int own = lines.stream().mapToInt(String::length).max().orElse(0);
    if (own < NARROWEST || width > WIDEST) {
      return false;
    }
    double small = smallLetters(lines);
    boolean full = full(lines, RAGGED * width) >= LEAST_FULL;
    if (!full) {
      return small >= LEAST_SMALL_LETTERS && full(lines, RAGGED * own) >= LEAST_FULL;
    }
    return small > 0 || lines.size() <= VERSE_LINES || full(lines, width - 3.0) == 1;
  }

  /** Share of lines, the last one aside, behind which the next line's first word passes a width. */
  private static double full(List<String> lines, double width) {
    int full = 0;
    for (int i = 0; i + 1 < lines.size(); i++) {
      String next = lines.get(i + 1).strip();
      int blank = next.indexOf(' ');
      int word = blank < 0 ? next.length() : blank;
      full += lines.get(i).length() + 1 + word > width ? 1 : 0;
    }
    return (double) full / (lines.size() - 1);
  }

  private static double smallLetters(List<String> lines) {
    long small =
        lines.stream()
            .skip(1)
            .filter(line -> Character.isLowerCase(line.strip().codePointAt(0)))
            .count();
    return (double) small / (lines.size() - 1);
  }
}

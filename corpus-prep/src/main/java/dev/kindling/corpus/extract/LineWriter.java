package dev.kindling.corpus.extract;

import java.util.Arrays;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Writes a tree as lines: a line a block, a table row of short cells as one line. */
final class LineWriter {
  private static final String CELL_SEPARATOR = " | ";

  private static final int NO_ROW = -1;

  private final PageTree page;
  private final StringBuilder out = new StringBuilder();
  private int lineStart;
  private boolean pendingBlank;
  private boolean pendingCell;
  private int row = NO_ROW; // the data row that is being written
  private int preformatted;

  private LineWriter(PageTree page) {
    this.page = page;
  }

  /** Writes what is left of an element of the page. */
  static String write(PageTree page, int root) {
    LineWriter writer = new LineWriter(page);
    int[] open = new int[64];
    int depth = 0;
    for (int i = root; i < page.end(root); i = page.next(i)) {
      while (depth > 0 && page.end(open[depth - 1]) <= i) {
        writer.close(open[--depth]);
      }
      if (page.node(i) instanceof TextNode text) {
        writer.append(text.getWholeText());
      } else {
        writer.open(i);
        open = depth < open.length ? open : Arrays.copyOf(open, 2 * depth);
        open[depth++] = i;
      }
    }
    writer.endLine();
    return writer.out.toString();
  }

  private void close(int i) {
    if (i == row) {
      row = NO_ROW;
    }
    if (page.element(i).normalName().equals("pre")) {
      preformatted--;
    }
    if (page.isBlock(i)) {
      endBlock();
    }
  }

  private void open(int i) {
    Element element = page.element(i);
    String name = element.normalName();
    if (name.equals("br") || element.isBlock()) {
      endBlock();
    }
    switch (name) {
      case "pre" -> preformatted++;
      case "tr" -> {
        if (row == NO_ROW && page.isDataRow(i)) {
          row = i;
        }
      }
      case "td", "th" -> pendingCell = row != NO_ROW && out.length() > lineStart;
      default -> {}
    }
  }

  private void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (preformatted > 0 && c == '\n') {
        endBlock();
      } else if (Character.isWhitespace(c)) {
        pendingBlank = true;
      } else {
        separate();
        out.append(c);
      }
    }
  }

  /** Writes what stands between the last character of this line and the next. */
  private void separate() {
    if (out.length() > lineStart) {
      if (pendingCell) {
        out.append(CELL_SEPARATOR);
      } else if (pendingBlank) {
        out.append(' ');
      }
    }
    pendingCell = false;
    pendingBlank = false;
  }

  private void endBlock() {
    if (row != NO_ROW) {
      pendingBlank = true;
    } else {
      endLine();
    }
  }

  private void endLine() {
    if (out.length() > lineStart) {
      out.append('\n');
      lineStart = out.length();
    }
    pendingBlank = false;
    pendingCell = false;
  }
}

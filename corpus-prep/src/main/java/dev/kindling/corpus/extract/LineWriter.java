package dev.kindling.corpus.extract;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Writes a tree as lines: a line a block, a table row of short cells as one line. */
final class LineWriter implements NodeVisitor {
  private static final String CELL_SEPARATOR = " | ";

  /** Rows with more text lay out a page rather than list data. */
  private static final int LONGEST_ROW_CHARACTERS = 600;

  private static final int NO_ROW = -1;

  private final PageSizes sizes;
  private final StringBuilder out = new StringBuilder();
  private int lineStart;
  private boolean pendingBlank;
  private boolean pendingCell;
  private int rowDepth = NO_ROW; // of the data row that is being written
  private int preformatted;

  LineWriter(PageSizes sizes) {
    this.sizes = sizes;
  }

  String finish() {
    endLine();
    return out.toString();
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode text) {
      append(text.getWholeText());
    } else if (node instanceof Element element) {
      open(element, depth);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (depth == rowDepth) {
        rowDepth = NO_ROW;
      }
      if (element.normalName().equals("pre")) {
        preformatted--;
      }
      if (element.isBlock()) {
        endBlock();
      }
    }
  }

  private void open(Element element, int depth) {
    String name = element.normalName();
    if (name.equals("br") || element.isBlock()) {
      endBlock();
    }
    switch (name) {
      case "pre" -> preformatted++;
      case "tr" -> {
        if (rowDepth == NO_ROW && isDataRow(element)) {
          rowDepth = depth;
        }
      }
      case "td", "th" -> pendingCell = rowDepth != NO_ROW && out.length() > lineStart;
      default -> {}
    }
  }

  private boolean isDataRow(Element element) {
    return sizes.characters(element) <= LONGEST_ROW_CHARACTERS && !sizes.isStructured(element);
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
    if (rowDepth != NO_ROW) {
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

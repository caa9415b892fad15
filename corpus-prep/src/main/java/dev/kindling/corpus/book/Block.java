package dev.kindling.corpus.book;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines without an empty line between them.
 *
 * @param lines at least one; with their indentation while they come from the file
 * @param blanksBefore empty lines before the first
 */
record Block(List<String> lines, int blanksBefore) {
  /** The blocks of a book. */
  static List<Block> of(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<String> current = new ArrayList<>();
    int blanks = 0;
    int blanksBefore = 0;
    for (String line : lines) {
      if (!line.isBlank()) {
        if (current.isEmpty()) {
          blanksBefore = blanks;
        }
        current.add(line);
        blanks = 0;
      } else {
        if (!current.isEmpty()) {
          blocks.add(new Block(List.copyOf(current), blanksBefore));
          current.clear();
        }
        blanks++;
      }
    }
    if (!current.isEmpty()) {
      blocks.add(new Block(List.copyOf(current), blanksBefore));
    }
    return blocks;
  }

  /** The first line without its indentation. */
  String first() {
    return lines.get(0).strip();
  }

  /** All lines with a blank between them. */
  String joined() {
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      out.append(out.isEmpty() ? "" : " ").append(line.strip());
    }
    return out.toString();
  }
}

package dev.kindling.corpus.book;

import dev.kindling.corpus.Deadline;
import java.util.ArrayList;
import java.util.List;

/** Joins the lines of prose to paragraphs; verse, lists and tables keep their lines. */
final class Paragraphs {
  /** The first word of a line in a paragraph begins this much further in, at least. */
  private static final int INDENT = 2;

  private final BlockLayout layout;
  private final Hyphens hyphens;
  private final Deadline deadline;

  Paragraphs(List<String> lines, Deadline deadline) {
    this.layout = new BlockLayout(typicalWidth(lines));
    this.hyphens = new Hyphens(lines, deadline);
    this.deadline = deadline;
  }

  /** Blocks whose lines are those of the text. */
  List<Block> join(List<Block> blocks) {
    List<Block> out = new ArrayList<>();
    for (Block block : blocks) {
      deadline.check();
      int blanks = block.blanksBefore();
      for (List<String> part : paragraphs(block.lines())) {
        out.add(new Block(joined(part), blanks));
        blanks = 0;
      }
    }
    return out;
  }

  private List<String> joined(List<String> lines) {
    return switch (layout.of(lines)) {
      case PROSE -> List.of(joinAll(lines));
      case LIST -> joinItems(lines);
      case LINES -> lines.stream().map(String::strip).toList();
    };
  }

  private String joinAll(List<String> lines) {
    StringBuilder out = new StringBuilder(lines.get(0).strip());
    for (String line : lines.subList(1, lines.size())) {
      append(out, line.strip());
    }
    return out.toString();
  }

  private void append(StringBuilder out, String next) {
    int lastLine = Math.max(0, out.length() - BlockLayout.WIDEST);
    String ready = hyphens.beforeNext(out.substring(lastLine), next);
    out.setLength(lastLine);
    out.append(ready).append(next);
  }

  private List<String> joinItems(List<String> lines) {
    List<String> items = new ArrayList<>();
    List<String> item = new ArrayList<>();
    for (String line : lines) {
      if (!item.isEmpty() && BlockLayout.isItem(line)) {
        items.add(joinAll(item));
        item.clear();
      }
      item.add(line);
    }
    items.add(joinAll(item));
    return items;
  }

  /** Some books begin a paragraph by an indented line instead of an empty one. */
  private static List<List<String>> paragraphs(List<String> lines) {
    int margin = lines.stream().mapToInt(BlockLayout::indentation).min().orElse(0);
    List<Integer> starts = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (BlockLayout.indentation(lines.get(i)) >= margin + INDENT) {
        starts.add(i);
      }
    }
    boolean indentedStarts =
        !starts.isEmpty()
            && starts.size() <= lines.size() / 3
            && starts.stream().allMatch(i -> startsSentence(lines, i));
    if (!indentedStarts) {
      return List.of(lines);
    }
    List<List<String>> parts = new ArrayList<>();
    int start = 0;
    for (int next : starts) {
      parts.add(lines.subList(start, next));
      start = next;
    }
    parts.add(lines.subList(start, lines.size()));
    return parts;
  }

  private static boolean startsSentence(List<String> lines, int i) {
    String previous = lines.get(i - 1).strip();
    return ".!?:\"”’'»*_-—)".indexOf(previous.charAt(previous.length() - 1)) >= 0
        && !Character.isLowerCase(lines.get(i).strip().codePointAt(0));
  }

  /** The length that all but a few lines keep. */
  private static int typicalWidth(List<String> lines) {
    int[] lengths = lines.stream().mapToInt(String::length).filter(n -> n > 0).sorted().toArray();
    return lengths.length == 0 ? 0 : lengths[(int) Math.ceil(0.98 * lengths.length) - 1];
  }
}

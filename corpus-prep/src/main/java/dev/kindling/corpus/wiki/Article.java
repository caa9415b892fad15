package dev.kindling.corpus.wiki;

import dev.kindling.corpus.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The third step: lines to paragraphs, list items and headings. A paragraph's lines are joined; a
 * heading is written when text follows it before the next heading of its level; sections of sources
 * and links are left out, see {@link Sections}.
 */
final class Article {
  private static final int NO_LEVEL = 7; // deeper than all

  private final StringBuilder out = new StringBuilder();
  private final StringBuilder paragraph = new StringBuilder();
  private final Deque<Heading> pending = new ArrayDeque<>();
  private int leftOutLevel = NO_LEVEL;

  private record Heading(int level, String title) {}

  private Article() {}

  /** Writes the lines that {@link Expander} gave. */
  static String write(String expanded, Deadline deadline) {
    Article article = new Article();
    Iterator<String> lines = expanded.lines().iterator();
    while (lines.hasNext()) {
      deadline.check();
      article.line(lines.next());
    }
    article.endParagraph();
    return article.out.toString();
  }

  private void line(String line) {
    int start = start(line);
    if (start == line.length()) {
      endParagraph();
      return;
    }
    switch (line.charAt(start)) {
      case '=' -> headingOrText(line, start);
      case '*', '#', ':', ';' -> listItem(line, start);
      case '|' -> endParagraph(); // what is left of a broken table or template
      case '-' -> ruleOrText(line, start);
      default -> text(line, start);
    }
  }

  /** The first character that is neither blank nor a gap. */
  private static int start(String line) {
    int start = 0;
    while (start < line.length()
        && (line.charAt(start) == Marks.GAP || Character.isWhitespace(line.charAt(start)))) {
      start++;
    }
    return start;
  }

  private void headingOrText(String line, int start) {
    int end = line.length();
    while (line.charAt(end - 1) == Marks.GAP || Character.isWhitespace(line.charAt(end - 1))) {
      end--;
    }
    int level = 0;
    while (level < 6
        && start + level < end - 1 - level
        && line.charAt(start + level) == '='
        && line.charAt(end - 1 - level) == '=') {
      level++;
    }
    if (level == 0) {
      text(line, start);
      return;
    }
    endParagraph();
    heading(level, Lines.clean(line.substring(start + level, end - level)));
  }

  private void heading(int level, String title) {
    if (level > leftOutLevel) {
      return;
    }
    leftOutLevel = Sections.isLeftOut(title) ? level : NO_LEVEL;
    while (!pending.isEmpty() && pending.getLast().level() >= level) {
      pending.removeLast(); // its section is empty
    }
    pending.addLast(new Heading(level, title));
  }

  private void listItem(String line, int start) {
    endParagraph();
    int text = start;
    while (text < line.length() && "*#:;".indexOf(line.charAt(text)) >= 0) {
      text++;
    }
    paragraph.append(line, text, line.length());
    endParagraph();
  }

  private void ruleOrText(String line, int start) {
    int text = start;
    while (text < line.length() && line.charAt(text) == '-') {
      text++;
    }
    if (text - start < 4) {
      text(line, start);
      return;
    }
    endParagraph();
    text(line, text);
  }

  /** A line that starts with a blank stands for itself, as in MediaWiki. */
  private void text(String line, int start) {
    boolean alone = line.charAt(0) == ' ';
    if (alone) {
      endParagraph();
    }
    if (paragraph.length() > 0) {
      paragraph.append(' ');
    }
    paragraph.append(line, start, line.length());
    if (alone) {
      endParagraph();
    }
  }

  private void endParagraph() {
    if (paragraph.length() > 0 && leftOutLevel == NO_LEVEL) {
      int from = 0;
      while (from <= paragraph.length()) {
        int end = paragraph.indexOf(String.valueOf(Marks.BREAK), from);
        end = end < 0 ? paragraph.length() : end;
        write(Lines.clean(paragraph.substring(from, end)));
        from = end + 1;
      }
    }
    paragraph.setLength(0);
  }

  private void write(String line) {
    if (line.isEmpty()) {
      return;
    }
    for (Heading heading : pending) {
      if (!heading.title().isEmpty()) {
        out.append(heading.title()).append('\n');
      }
    }
    pending.clear();
    out.append(line).append('\n');
  }
}

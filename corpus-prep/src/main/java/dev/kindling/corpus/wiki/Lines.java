package dev.kindling.corpus.wiki;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.parser.Parser;

/**
 * Finishes a line: entities, {@link Marks}, and the blanks and punctuation around what was left
 * out. "Rome (; from the Latin) lies" loses the semicolon, "Rome () lies" the parentheses; those in
 * which nothing was left out stay as they are.
 */
final class Lines {
  private static final String SEPARATORS = " ,;:/\u00a0\u3001\uff0c\uff1b\uff1a";
  private static final String CLOSING = ".,;:!?)]\u3002\uff0c\u3001\uff1b\uff1a\uff09";

  private final StringBuilder out;
  private final Deque<Parenthesis> open = new ArrayDeque<>();
  private boolean gap; // the last thing was one, perhaps with blanks behind

  private static final class Parenthesis {
    private final int at;
    private boolean gap;

    Parenthesis(int at) {
      this.at = at;
    }
  }

  private Lines(int length) {
    this.out = new StringBuilder(length);
  }

  static String clean(String line) {
    String decoded = line.indexOf('&') < 0 ? line : Parser.unescapeEntities(line, false);
    Lines lines = new Lines(decoded.length());
    for (int i = 0; i < decoded.length(); i++) {
      lines.add(decoded.charAt(i));
    }
    return lines.out.toString().strip();
  }

  private void add(char c) {
    switch (c) {
      case Marks.GAP -> {
        gap = true;
        if (!open.isEmpty()) {
          open.getLast().gap = true;
        }
      }
      case '(', '\uff08' -> {
        plain(c);
        open.addLast(new Parenthesis(out.length() - 1));
      }
      case ')', '\uff09' -> close(c);
      default -> plain(c);
    }
  }

  private void plain(char c) {
    if (gap && closesGap(c)) {
      return;
    }
    gap = false;
    out.append(Marks.plain(c));
  }

  /** Whether a character behind a gap goes with it. */
  private boolean closesGap(char c) {
    if (!open.isEmpty() && open.getLast().at == out.length() - 1) {
      return SEPARATORS.indexOf(c) >= 0;
    }
    boolean blankBefore = out.length() == 0 || out.charAt(out.length() - 1) == ' ';
    if (blankBefore && out.length() > 0 && CLOSING.indexOf(c) >= 0) {
      out.setLength(out.length() - 1);
      return false;
    }
    return blankBefore && c == ' ';
  }

  private void close(char c) {
    if (open.isEmpty()) {
      plain(c);
      return;
    }
    Parenthesis parenthesis = open.removeLast();
    if (parenthesis.gap) {
      int end = out.length();
      while (end > parenthesis.at + 1 && SEPARATORS.indexOf(out.charAt(end - 1)) >= 0) {
        end--;
      }
      out.setLength(end);
      if (end == parenthesis.at + 1) {
        out.setLength(parenthesis.at);
        gap = true;
        return;
      }
    }
    gap = false;
    out.append(c);
  }
}

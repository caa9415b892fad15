package dev.kindling.corpus.wiki;

import java.util.Arrays;

/**
 * Which brackets of a wikitext belong together: {@code {{…}}}, {@code [[…]]} and, at the starts of
 * lines, {@code {|…|}}. One pass; a bracket without its partner is no markup.
 */
final class Brackets {
  static final int TEMPLATE = 0;
  static final int LINK = 1;
  static final int TABLE = 2;
  private static final int KINDS = 3;

  private final String text;
  private int count;
  private int[] opens = new int[64]; // ascending
  private int[] closes = new int[64]; // index of the closing bracket; -1 without one
  private byte[] kinds = new byte[64];

  // Open ones, by their index in the arrays above.
  private int[] stack = new int[64];
  private int depth;
  private final int[] openOfKind = new int[KINDS];
  private int singleOpen = -1; // the last '[' that no ']' has closed

  Brackets(String text) {
    this.text = text;
    int i = 0;
    while (i < text.length()) {
      i =
          switch (text.charAt(i)) {
            case '{' -> openBrace(i);
            case '[' -> openBracket(i);
            case '}' -> closeBraces(i);
            case ']' -> closeBrackets(i);
            case '|' -> closeTable(i);
            default -> i + 1;
          };
    }
  }

  /** Index of the first opening bracket at or behind a place; {@link #count()} if none. */
  int firstFrom(int place) {
    int found = Arrays.binarySearch(opens, 0, count, place);
    return found >= 0 ? found : -found - 1;
  }

  int count() {
    return count;
  }

  int open(int index) {
    return opens[index];
  }

  /** Place of the first closing bracket; -1 if there is none. */
  int close(int index) {
    return closes[index];
  }

  int kind(int index) {
    return kinds[index];
  }

  private int openBrace(int i) {
    int run = run('{', i);
    if (run == 1) {
      if (i + 1 < text.length() && text.charAt(i + 1) == '|' && startsLine(i)) {
        push(TABLE, i);
        return i + 2;
      }
      return i + 1;
    }
    int first = i + run % 2; // the odd one stays outside
    for (int at = first; at < i + run; at += 2) {
      push(TEMPLATE, at);
    }
    return i + run;
  }

  private int openBracket(int i) {
    int run = run('[', i);
    if (run % 2 == 1) {
      singleOpen = i + run - 1;
    }
    for (int at = i; at + 1 < i + run; at += 2) {
      push(LINK, at);
    }
    return i + run;
  }

  private int closeBraces(int i) {
    int end = i + run('}', i);
    int at = i;
    while (at + 1 < end && openOfKind[TEMPLATE] > 0) {
      pop(TEMPLATE, at);
      at += 2;
    }
    return end;
  }

  private int closeBrackets(int i) {
    int run = run(']', i);
    int at = i;
    if (run % 2 == 1 && depth > 0 && singleOpen > opens[stack[depth - 1]]) {
      at++; // the end of an external link
      singleOpen = -1;
    }
    while (at + 1 < i + run && depth > 0 && kinds[stack[depth - 1]] == LINK) {
      pop(LINK, at);
      at += 2;
    }
    return i + run;
  }

  private int closeTable(int i) {
    if (i + 1 >= text.length() || text.charAt(i + 1) != '}' || openOfKind[TABLE] == 0) {
      return i + 1;
    }
    boolean templateEnd = i + 2 < text.length() && text.charAt(i + 2) == '}';
    boolean top = kinds[stack[depth - 1]] == TABLE;
    if ((templateEnd && !top) || !startsLine(i)) {
      return i + 1;
    }
    pop(TABLE, i);
    return i + 2;
  }

  private void push(int kind, int open) {
    if (count == opens.length) {
      opens = Arrays.copyOf(opens, 2 * count);
      closes = Arrays.copyOf(closes, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, 2 * depth);
    }
    opens[count] = open;
    closes[count] = -1;
    kinds[count] = (byte) kind;
    stack[depth++] = count++;
    openOfKind[kind]++;
  }

  /** Closes the nearest of a kind; those opened in it have no partner. */
  private void pop(int kind, int close) {
    int index;
    do {
      index = stack[--depth];
      openOfKind[kinds[index]]--;
    } while (kinds[index] != kind);
    closes[index] = close;
  }

  private int run(char c, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == c) {
      i++;
    }
    return i - from;
  }

  /** Whether only blanks, colons and gaps stand before a place in its line. */
  private boolean startsLine(int place) {
    int i = place - 1;
    while (i >= 0 && isIndent(text.charAt(i))) {
      i--;
    }
    return i < 0 || text.charAt(i) == '\n' || text.charAt(i) == Marks.BREAK;
  }

  private static boolean isIndent(char c) {
    return c == ' ' || c == '\t' || c == ':' || c == Marks.GAP;
  }
}

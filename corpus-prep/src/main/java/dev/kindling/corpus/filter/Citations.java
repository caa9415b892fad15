package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;

/**
 * Removes citation marks as Wikipedia has them: a number, {@code edit} or {@code citation needed}
 * in square brackets, with the blank before them where one stands behind them too. C4 does so.
 */
record Citations(double maximumDigits) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("citations")
          .number("maximum-digits", 4)
          .makes(arguments -> new Citations(arguments.number("maximum-digits")));

  private static final List<String> WORDS = List.of("[edit]", "[citation needed]");

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    EditList edits = new EditList(text);
    int open = text.indexOf('[');
    while (open >= 0) {
      int end = end(text, open);
      if (end > open) {
        int start = startWithBlank(text, open, end);
        edits.replace(start, end, "", "citations.maximum-digits", 1, 0);
      }
      open = text.indexOf('[', Math.max(open + 1, end));
    }
    return edits.decision();
  }

  /** Where a citation mark that opens here ends; the index itself where none does. */
  private int end(String text, int open) {
    int i = open + 1;
    while (i < text.length() && CharacterKind.isDigit(text.charAt(i))) {
      i++;
    }
    boolean closed = i < text.length() && text.charAt(i) == ']';
    if (closed && i - open - 1 <= maximumDigits) {
      return i + 1;
    }
    for (String word : WORDS) {
      if (text.startsWith(word, open)) {
        return open + word.length();
      }
    }
    return open;
  }

  private static int startWithBlank(String text, int open, int end) {
    boolean blankBehind = end == text.length() || " \n".indexOf(text.charAt(end)) >= 0;
    return blankBehind && open > 0 && text.charAt(open - 1) == ' ' ? open - 1 : open;
  }
}

package dev.kindling.corpus.book;

import dev.kindling.corpus.Deadline;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what transcribers put between brackets where the print had no words: illustrations, page
 * numbers, notes of their own.
 */
final class EditorialMarks {
  private static final Pattern OPENING =
      Pattern.compile(
          "\\*?\\[\\s*+(?:illustrations?|frontispiece|decoration|blank\\s+page|music|image"
              + "|abbildung|afbeelding|ilustraci[oó]n|ilustraç[aã]o|illustrazione|kuva"
              + "|transcriber(?:['’]?s)?['’]?\\s+notes?|transcriber|tr(?:anscriber)?\\.?\\s+notes?)"
              + "(?=\\s*+[\\]:.;,—-])",
          Pattern.CASE_INSENSITIVE);

  /** {@code [Pg 12]}, {@code {Page 12}}, {@code [p. xii]}, within a line too. */
  private static final Pattern PAGE =
      Pattern.compile(
          " ?[\\[{](?:pg|page|p)\\.?\\s*+[0-9ivxlc]{1,6}+[\\]}]", Pattern.CASE_INSENSITIVE);

  /** A bracket that is not closed within this many characters was never meant to be. */
  private static final int LONGEST_MARK = 4000;

  private EditorialMarks() {}

  static List<String> remove(List<String> lines, Deadline deadline) {
    String text = String.join("\n", lines);
    if (text.indexOf('[') < 0 && text.indexOf('{') < 0) {
      return lines;
    }
    StringBuilder out = new StringBuilder(text.length());
    Matcher matcher = OPENING.matcher(deadline.guard(text));
    int done = 0;
    while (matcher.find(done)) {
      int end = closing(text, matcher.end());
      out.append(text, done, end < 0 ? matcher.end() : matcher.start());
      done = end < 0 ? matcher.end() : end;
    }
    out.append(text, done, text.length());
    return PAGE.matcher(deadline.guard(out.toString())).replaceAll("").lines().toList();
  }

  /** Behind the bracket that closes the one opened before; -1 where none does. */
  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < Math.min(text.length(), from + LONGEST_MARK); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}

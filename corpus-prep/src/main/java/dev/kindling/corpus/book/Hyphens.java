package dev.kindling.corpus.book;

import dev.kindling.corpus.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what a hyphen at the end of a line is: part of the word, as in "well-known", or there
 * only because the line was full. The book itself tells: the form that it writes elsewhere within a
 * line is right, the more frequent one of the two. Where it writes neither, the word was split if
 * it goes on with a small letter.
 */
final class Hyphens {
  private static final String MARKS = "-\u2010\u00ad\u00ac";
  private static final Pattern LAST_WORD =
      Pattern.compile("(\\p{L}[\\p{L}\\p{M}]*+)[" + MARKS + "]$");
  private static final Pattern FIRST_WORD = Pattern.compile("^(\\p{L}[\\p{L}\\p{M}]*+)");
  private static final Pattern WORD =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}]*+(?:[-\u2010]\\p{L}[\\p{L}\\p{M}]*+)*+");

  private final Map<String, Integer> counts = new HashMap<>();

  Hyphens(List<String> lines, Deadline deadline) {
    for (int i = 0; i + 1 < lines.size(); i++) {
      Split split = Split.of(lines.get(i).strip(), lines.get(i + 1).strip());
      if (split != null) {
        counts.put(split.joined(), 0);
        counts.put(split.hyphenated(), 0);
      }
    }
    if (!counts.isEmpty()) {
      count(lines, deadline);
    }
  }

  /** Only the words in question are counted, so that a book of any size takes little memory. */
  private void count(List<String> lines, Deadline deadline) {
    for (String line : lines) {
      deadline.check();
      Matcher word = WORD.matcher(line);
      while (word.find()) {
        counts.computeIfPresent(key(word.group()), (known, count) -> count + 1);
      }
    }
  }

  /**
   * What stands between two lines of a paragraph, and the first of them without what goes.
   *
   * @param line the line so far, without blanks at its end
   * @param next the next line, without blanks at its start
   * @return the line, ready for the next one to be written behind it
   */
  String beforeNext(String line, String next) {
    if (line.endsWith("--") || line.endsWith("—")) {
      return line;
    }
    Split split = Split.of(line, next);
    if (split == null) {
      return line + " ";
    }
    boolean softened = line.endsWith("\u00ad") || line.endsWith("\u00ac");
    return softened || isSplit(split) ? line.substring(0, line.length() - 1) : line;
  }

  private boolean isSplit(Split split) {
    int joined = counts.getOrDefault(split.joined(), 0);
    int hyphenated = counts.getOrDefault(split.hyphenated(), 0);
    boolean unknown = joined == 0 && hyphenated == 0;
    return unknown ? Character.isLowerCase(split.second.codePointAt(0)) : joined > hyphenated;
  }

  private static String key(String word) {
    return word.replace('\u2010', '-').toLowerCase(Locale.ROOT);
  }

  /** The two parts of a word at the end of a line. */
  private record Split(String first, String second) {
    /** Null where the line does not end in a word with one hyphen. */
    static Split of(String line, String next) {
      if (line.isEmpty() || MARKS.indexOf(line.charAt(line.length() - 1)) < 0) {
        return null;
      }
      Matcher first = LAST_WORD.matcher(line);
      Matcher second = FIRST_WORD.matcher(next);
      return first.find() && second.find() ? new Split(first.group(1), second.group(1)) : null;
    }

    String joined() {
      return key(first + second);
    }

    String hyphenated() {
      return key(first + '-' + second);
    }
  }
}

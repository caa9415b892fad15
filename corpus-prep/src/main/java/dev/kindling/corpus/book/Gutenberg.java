package dev.kindling.corpus.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts what Project Gutenberg puts around a book: header and licence before it, credits of those
 * who prepared it, licence behind it. Files since 1991 mark the borders in several ways; a file
 * without any mark is left as it is.
 */
public final class Gutenberg {
  private static final String NAME =
      "(?:the\\s+|this\\s+|dieses\\s+|de\\s+|du\\s+|del\\s+|do\\s+|van\\s+(?:dit\\s+)?)?"
          + "(?:copyrighted\\s+)?pro[jyg]e[ck]?tt?[a-z]*+\\s+gutenberg";

  private static final Pattern START =
      Pattern.compile(
          "^[\\s*]*(?:start|beginning)\\s+of\\s+" + NAME + ".*", Pattern.CASE_INSENSITIVE);

  /** The header's small print, until about 2004. */
  private static final Pattern SMALL_PRINT_END =
      Pattern.compile("^\\W*end\\W+the\\s+small\\s+print.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern FORMAL_END =
      Pattern.compile(
          "^\\s*\\*{2,}\\s*(?:(?:end|ende)\\s+(?:of\\s+)?"
              + NAME
              + ".*"
              + "|start:\\s*full\\s+licen[sc]e.*|start\\W+the\\s+small\\s+print.*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN_END =
      Pattern.compile(
          "^\\s*(?:\\*+\\s*)?(?:end|ende|fin|fine|fim|einde|slut|koniec|konec)\\s+(?:of\\s+)?"
              + NAME
              + ".*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CREDITS =
      Pattern.compile(
          "^\\W*(?:(?:produced|prepared|transcribed|scanned|digitized)\\s+(?:and\\s+\\w+\\s+)?"
              + "(?:by|from)\\b|e-?text\\s+prepared\\s+by|html\\s+version\\s+by|credits?:"
              + "|this\\s+(?:project\\s+gutenberg\\s+)?(?:e-?text|e-?book)\\s+(?:was|is)\\b"
              + "|note:\\s+project\\s+gutenberg\\b).*"
              + "|.*(?:online\\s+distributed\\s+proofread|pgdp\\.net).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern MENTION =
      Pattern.compile(
          "(?is).*(?:\\bproject\\s+gutenberg(?:'s|’s)?\\s+(?:e-?book|e-?text|of\\b)"
              + "|\\*\\s*start\\s+of\\s+(?:the|this)\\s+project\\s+gutenberg\\b).*");

  private static final int LONGEST_MARKER_LINES = 5;
  private static final int LONGEST_SMALL_PRINT_LINES = 700;
  private static final int LINES_BETWEEN_ENDS = 12;

  /**
   * The licence has 400 lines, twice that with a blank line behind each. Where more follows an end
   * mark, it is another book of a file that holds several.
   */
  private static final int LONGEST_LICENCE_LINES = 1500;

  /** Blank, and no line of a normalised text. */
  private static final String CHAPTER_END = "\f";

  /** Credits stand among this many first blocks. */
  private static final int FIRST_BLOCKS = 8;

  private Gutenberg() {}

  /**
   * Whether the beginning of a file says that it is one of theirs.
   *
   * @param start the first few hundred characters
   * @return true for a header of any age
   */
  public static boolean isHeader(String start) {
    return MENTION.matcher(start).matches();
  }

  /**
   * The chapters of a book without what is around them.
   *
   * @param chapters texts of one paragraph a line
   * @return those that have text left
   */
  public static List<String> bodies(List<String> chapters) {
    List<String> lines = new ArrayList<>();
    for (String chapter : chapters) {
      for (String line : chapter.lines().toList()) {
        lines.add(line);
        lines.add(""); // credits are searched block by block
      }
      lines.add(CHAPTER_END);
    }
    List<String> bodies = new ArrayList<>();
    StringBuilder chapter = new StringBuilder();
    for (String line : body(lines)) {
      if (!line.isBlank()) {
        chapter.append(chapter.isEmpty() ? "" : "\n").append(line);
      } else if (line.equals(CHAPTER_END) && !chapter.isEmpty()) {
        bodies.add(chapter.toString());
        chapter.setLength(0);
      }
    }
    if (!chapter.isEmpty()) {
      bodies.add(chapter.toString());
    }
    return bodies;
  }

  /** The lines of the book itself. */
  static List<String> body(List<String> lines) {
    int first = bodyStart(lines);
    int end = bodyEnd(lines, first);
    List<String> body = new ArrayList<>();
    for (String line : lines.subList(first, end)) {
      // Collections hold such a line behind each of their volumes.
      body.add(isEnd(line) ? "" : line);
    }
    return first == 0 && end == lines.size() ? body : withoutCredits(body);
  }

  private static int bodyStart(List<String> lines) {
    int start = 0;
    boolean marked = false;
    int smallPrintEnd = Math.min(LONGEST_SMALL_PRINT_LINES, lines.size() / 2);
    for (int i = 0; i < lines.size(); i++) {
      if (!marked && START.matcher(lines.get(i)).matches()) {
        start = afterMarker(lines, i);
        marked = true;
      } else if (i < smallPrintEnd && SMALL_PRINT_END.matcher(lines.get(i)).matches()) {
        start = i + 1;
      } else if (FORMAL_END.matcher(lines.get(i)).matches() && marked) {
        break;
      }
    }
    return start;
  }

  /** A long title takes several lines; the last one ends in asterisks. */
  private static int afterMarker(List<String> lines, int marker) {
    for (int i = marker; i < Math.min(lines.size(), marker + LONGEST_MARKER_LINES); i++) {
      if (lines.get(i).isBlank()) {
        break;
      }
      if (lines.get(i).endsWith("**")) {
        return i + 1;
      }
    }
    return marker + 1;
  }

  private static int bodyEnd(List<String> lines, int first) {
    int lastPlain = -1;
    for (int i = Math.max(first, lines.size() - LONGEST_LICENCE_LINES); i < lines.size(); i++) {
      if (FORMAL_END.matcher(lines.get(i)).matches()) {
        boolean announced = lastPlain >= 0 && i - lastPlain <= LINES_BETWEEN_ENDS;
        return announced ? lastPlain : i;
      }
      if (PLAIN_END.matcher(lines.get(i)).matches()) {
        lastPlain = i;
      }
    }
    return lastPlain >= 0 ? lastPlain : lines.size();
  }

  private static boolean isEnd(String line) {
    return PLAIN_END.matcher(line).matches() || FORMAL_END.matcher(line).matches();
  }

  private static List<String> withoutCredits(List<String> body) {
    List<String> out = new ArrayList<>(body);
    int blocks = 0;
    int start = 0;
    while (start < out.size() && blocks < FIRST_BLOCKS) {
      int end = start;
      while (end < out.size() && !out.get(end).isBlank()) {
        end++;
      }
      if (end > start) {
        blocks++;
        List<String> block = out.subList(start, end);
        if (CREDITS.matcher(String.join("\n", block)).matches()) {
          block.replaceAll(line -> "");
        }
      }
      start = end + 1;
    }
    return out;
  }
}

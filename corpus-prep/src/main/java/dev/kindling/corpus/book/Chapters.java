package dev.kindling.corpus.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Divides a book at its headings. A part without text of its own, as BOOK I directly before CHAPTER
 * 1, belongs to what follows.
 */
final class Chapters {
  private static final String NUMBER =
      "(?:\\d{1,4}|[ivxlcdm]{1,9}|(?:the\\s+)?(?:first|second|third|fourth|fifth|sixth|seventh"
          + "|eighth|ninth|tenth|last|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
          + "|twelve|\\w+teen(?:th)?|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:y|ieth)"
          + "(?:[\\s-]+\\w+)?|hundred\\w*))";

  /** "CHAPTER IV.", "Book the First", "Zweites Kapitel", "Chapitre premier", "PROLOGUE". */
  private static final Pattern HEADING =
      Pattern.compile(
          "(?:(?:chapter|chap\\.|book|part|volume|vol\\.|canto|act|letter|stave|section|kapitel"
              + "|buch|teil|chapitre|livre|partie|cap[ií]tulo|libro|parte|capitolo|hoofdstuk|deel"
              + "|luku|osa|glava|rozdzia[lł])\\s+(?:"
              + NUMBER
              + "|premi[eè]re?|primero?|primeira?|prim[oa])(?:\\b.*)?"
              + "|\\w+(?:es|er|tes|ter)\\s+(?:kapitel|buch|teil)\\b.*"
              + "|(?:preface|foreword|introduction|prologue|epilogue|afterword|conclusion|appendix"
              + "|vorwort|einleitung|nachwort|pr[eé]face|avant-propos|[eé]pilogue|pr[oó]logo"
              + "|ep[ií]logo|prefazione|voorwoord)\\b.{0,60})",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ROMAN_ALONE = Pattern.compile("[IVXLC]{1,9}\\.?");
  private static final int LONGEST_HEADING = 120;
  private static final int MOST_HEADING_LINES = 3;

  /** Around a roman numeral that heads a chapter, the space is wide. */
  private static final int BLANKS_BEFORE_NUMERAL = 2;

  private Chapters() {}

  static boolean isHeading(Block block) {
    String text = block.joined();
    if (block.lines().size() > MOST_HEADING_LINES || text.length() > LONGEST_HEADING) {
      return false;
    }
    return HEADING.matcher(text).matches()
        || (block.blanksBefore() >= BLANKS_BEFORE_NUMERAL && ROMAN_ALONE.matcher(text).matches());
  }

  /** At least one part; together they are all blocks in order. */
  static List<List<Block>> split(List<Block> blocks) {
    List<List<Block>> parts = new ArrayList<>();
    List<Block> current = new ArrayList<>();
    boolean hasText = false;
    for (Block block : blocks) {
      boolean heading = isHeading(block);
      if (heading && hasText) {
        parts.add(current);
        current = new ArrayList<>();
        hasText = false;
      }
      current.add(block);
      hasText |= !heading && isText(block);
    }
    if (hasText || parts.isEmpty()) {
      parts.add(current);
    } else {
      parts.get(parts.size() - 1).addAll(current);
    }
    return parts;
  }

  /** A chapter's own title, between its number and its text, is none. */
  private static boolean isText(Block block) {
    return block.lines().size() > 1
        || block.first().length() > LONGEST_HEADING / 2
        || block.first().endsWith(".");
  }
}

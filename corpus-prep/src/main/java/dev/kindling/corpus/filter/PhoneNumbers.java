package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Replaces phone numbers: a plus sign with 8 to 15 digits in groups (ITU-T E.164), or a North
 * American number in three groups, its first perhaps in parentheses. The default is a number kept
 * for fiction.
 */
record PhoneNumbers(String replacement) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("phone-numbers")
          .text("replacement", "555-0100")
          .makes(arguments -> new PhoneNumbers(arguments.text("replacement")));

  private static final int FEWEST_DIGITS = 8;
  private static final int MOST_DIGITS = 15;

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    return DigitStarts.replace(
            scan.text(), "+(", PhoneNumbers::end, replacement, "phone-numbers.replacement")
        .decision();
  }

  private static int end(String text, int start) {
    return text.charAt(start) == '+' ? international(text, start) : northAmerican(text, start);
  }

  /** Digits with at most two of {@code ( ) . / -} and blanks between groups. */
  private static int international(String text, int start) {
    int digits = 0;
    int end = 0;
    int separators = 0;
    for (int i = start + 1; i < text.length() && separators <= 2; i++) {
      char c = text.charAt(i);
      if (CharacterKind.isDigit(c)) {
        digits++;
        separators = 0;
        end = i + 1;
      } else if (" .-/()".indexOf(c) >= 0) {
        separators++;
      } else {
        break;
      }
    }
    boolean countryCode =
        start + 1 < text.length() && "123456789".indexOf(text.charAt(start + 1)) >= 0;
    return countryCode && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS ? end : 0;
  }

  private static int northAmerican(String text, int start) {
    boolean one = text.charAt(start) == '1' && isSeparator(text, start + 1);
    int area = one ? start + 2 : start;
    boolean open = area < text.length() && text.charAt(area) == '(';
    int afterArea = group(text, open ? area + 1 : area, 3);
    int exchange = open ? closed(text, afterArea) : separated(text, afterArea);
    int line = separated(text, group(text, exchange, 3));
    return group(text, line, 4);
  }

  /**
   * The index behind a group of digits, 0 where it is none. Groups of three start with 2 to 9.
   *
   * @param start negative where the part before did not fit
   */
  private static int group(String text, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (start < 0 || !DigitStarts.isDigit(text, i)) {
        return 0;
      }
    }
    boolean fits = length > 3 || text.charAt(start) >= '2';
    return fits && !DigitStarts.isDigit(text, start + length) ? start + length : 0;
  }

  /** The index behind a separator, -1 where none stands or the part before did not fit. */
  private static int separated(String text, int index) {
    return index > 0 && isSeparator(text, index) ? index + 1 : -1;
  }

  /** The index behind a closing parenthesis and perhaps a separator, else -1. */
  private static int closed(String text, int index) {
    boolean closes = index > 0 && index < text.length() && text.charAt(index) == ')';
    return closes ? index + (isSeparator(text, index + 1) ? 2 : 1) : -1;
  }

  private static boolean isSeparator(String text, int index) {
    return index < text.length() && "-. ".indexOf(text.charAt(index)) >= 0;
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Replaces payment card numbers: 13 to 19 digits, perhaps in groups with blanks or hyphens between,
 * that start as an issuer's do (ISO/IEC 7812) and whose check digit is right (Luhn).
 */
record CardNumbers(String replacement) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("card-numbers")
          .text("replacement", "0000 0000 0000 0000")
          .makes(arguments -> new CardNumbers(arguments.text("replacement")));

  private static final int FEWEST_DIGITS = 13;
  private static final int MOST_DIGITS = 19;
  private static final int SHORTEST_GROUP = 3;

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    return DigitStarts.replace(
            scan.text(), "", CardNumbers::end, replacement, "card-numbers.replacement")
        .decision();
  }

  /** The end of the longest card number that starts here and ends with a group of digits. */
  private static int end(String text, int start) {
    StringBuilder digits = new StringBuilder(MOST_DIGITS);
    int end = 0;
    int group = 0;
    int separator = 0;
    for (int i = start; i <= text.length() && digits.length() <= MOST_DIGITS; i++) {
      char c = i < text.length() ? text.charAt(i) : '\0';
      if (CharacterKind.isDigit(c)) {
        digits.append(c);
        group++;
        continue;
      }
      end = isCard(digits) ? i : end;
      boolean goesOn = (c == ' ' || c == '-') && (separator == 0 || separator == c);
      if (!goesOn || group < SHORTEST_GROUP) {
        break;
      }
      separator = c;
      group = 0;
    }
    return end;
  }

  private static boolean isCard(CharSequence digits) {
    int length = digits.length();
    return length >= FEWEST_DIGITS
        && length <= MOST_DIGITS
        && hasIssuer(Integer.parseInt(digits, 0, 4, 10), length)
        && luhnSum(digits) % 10 == 0;
  }

  private static boolean hasIssuer(int prefix, int length) {
    int two = prefix / 100;
    boolean sixteen = length == 16;
    return switch (prefix / 1000) {
      case 4 -> length == 13 || sixteen || length == 19; // Visa
      case 5 -> two >= 51 && two <= 55 && sixteen; // Mastercard
      case 2 -> prefix >= 2221 && prefix <= 2720 && sixteen; // Mastercard
      case 3 ->
          ((two == 34 || two == 37) && length == 15) // American Express
              || (length == 14 && (two == 36 || two >= 38 || prefix / 10 <= 305)) // Diners Club
              || (prefix >= 3528 && prefix <= 3589 && length >= 16); // JCB
      case 6 ->
          (prefix == 6011 || two == 62 || prefix >= 6440) && length >= 16; // Discover, UnionPay
      default -> false;
    };
  }

  private static int luhnSum(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum;
  }
}

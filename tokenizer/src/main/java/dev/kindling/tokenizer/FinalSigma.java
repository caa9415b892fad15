package dev.kindling.tokenizer;

/**
 * The one rule of lower case that looks at the neighbours: Σ at the end of a word gives ς
 * (condition Final_Sigma of the Unicode Standard, section 3.13). Java's own lower case has it too,
 * but takes the ends of words from a break iterator.
 */
final class FinalSigma {

  /**
   * Characters of Word_Break MidLetter, MidNumLet and Single_Quote: ignored though they are no
   * marks.
   */
  private static final String MID_WORD =
      "':.·\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

  private FinalSigma() {}

  /**
   * Whether a Σ stands at this place, after a cased letter and not before one; what cleaning
   * deletes is not there.
   */
  static boolean isFinal(String text, int index, CharacterRules rules) {
    if (text.charAt(index) != 'Σ') {
      return false;
    }
    int before = index;
    do {
      before = before == 0 ? -1 : text.offsetByCodePoints(before, -1);
    } while (before >= 0 && isSkipped(text.codePointAt(before), rules));
    if (before < 0 || !isCased(text.codePointAt(before))) {
      return false;
    }
    int after = index + 1;
    while (after < text.length() && isSkipped(text.codePointAt(after), rules)) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int codePoint) {
    return Character.isLowerCase(codePoint)
        || Character.isUpperCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  private static boolean isSkipped(int codePoint, CharacterRules rules) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> MID_WORD.indexOf(codePoint) >= 0 || rules.deletes(codePoint);
    };
  }
}

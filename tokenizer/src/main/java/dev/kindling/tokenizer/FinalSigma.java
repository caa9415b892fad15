package dev.kindling.tokenizer;

/**
 * The one rule of lower case that looks at the neighbours: Σ at the end of a word gives ς
 * (condition Final_Sigma of the Unicode Standard, section 3.13).
 */
final class FinalSigma {

  private FinalSigma() {}

  /**
   * Whether a Σ stands at this place, after a cased letter and not before one; what cleaning
   * deletes is not there.
   */
  static boolean isFinal(CharSequence text, int index, CharacterRules rules) {
    if (text.charAt(index) != 'Σ') {
      return false;
    }
    int before = index;
    do {
      before = before == 0 ? -1 : Character.offsetByCodePoints(text, before, -1);
    } while (before >= 0 && isSkipped(Character.codePointAt(text, before), rules));
    if (before < 0 || !isCased(Character.codePointAt(text, before), rules)) {
      return false;
    }
    int after = index + 1;
    while (after < text.length() && isSkipped(Character.codePointAt(text, after), rules)) {
      after += Character.charCount(Character.codePointAt(text, after));
    }
    return after == text.length() || !isCased(Character.codePointAt(text, after), rules);
  }

  private static boolean isCased(int codePoint, CharacterRules rules) {
    return rules.properties(codePoint).cased();
  }

  private static boolean isSkipped(int codePoint, CharacterRules rules) {
    return rules.properties(codePoint).caseIgnorable() || rules.deletes(codePoint);
  }
}

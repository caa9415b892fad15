package dev.kindling.tokenizer;

/**
 * The one rule of lower case that looks at the neighbours: Σ at the end of a word gives ς
 * (condition Final_Sigma of the Unicode Standard, section 3.13).
 */
final class FinalSigma {

  private FinalSigma() {}

  /**
   * Whether a Σ stands at this place of the text {@code utf8[from..to)}, after a cased letter and
   * not before one; what cleaning deletes is not there.
   */
  static boolean isFinal(byte[] utf8, int from, int to, int index, CharacterRules rules) {
    int decoded = Utf8.decode(utf8, index, to);
    if (!rules.hasFinalSigma() || Utf8.codePoint(decoded) != 'Σ') {
      return false;
    }
    return isCased(before(utf8, from, index, rules), rules)
        && !isCased(after(utf8, index + Utf8.width(decoded), to, rules), rules);
  }

  /** The nearest character before the index that is not skipped, or -1. */
  private static int before(byte[] utf8, int from, int index, CharacterRules rules) {
    for (int i = index; i > from; ) {
      int decoded = Utf8.decodeBefore(utf8, from, i);
      if (!isSkipped(Utf8.codePoint(decoded), rules)) {
        return Utf8.codePoint(decoded);
      }
      i -= Utf8.width(decoded);
    }
    return -1;
  }

  /** The nearest character from the index on that is not skipped, or -1. */
  private static int after(byte[] utf8, int index, int to, CharacterRules rules) {
    for (int i = index; i < to; ) {
      int decoded = Utf8.decode(utf8, i, to);
      if (!isSkipped(Utf8.codePoint(decoded), rules)) {
        return Utf8.codePoint(decoded);
      }
      i += Utf8.width(decoded);
    }
    return -1;
  }

  private static boolean isCased(int codePoint, CharacterRules rules) {
    return codePoint >= 0 && rules.properties(codePoint).cased();
  }

  private static boolean isSkipped(int codePoint, CharacterRules rules) {
    return rules.properties(codePoint).caseIgnorable() || rules.deletes(codePoint);
  }
}

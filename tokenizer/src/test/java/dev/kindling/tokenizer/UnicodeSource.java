package dev.kindling.tokenizer;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.text.Normalizer;

/**
 * Characters as in Unicode 13, the version of Java 17, under the rules of {@code BasicTokenizer} in
 * Google's {@code tokenization.py}. Combining classes, which never change once a character has one,
 * are taken from ICU.
 */
final class UnicodeSource implements CharacterSource {

  /**
   * Characters of Word_Break MidLetter, MidNumLet and Single_Quote: ignored though they are no
   * marks.
   */
  private static final String MID_WORD =
      "':.·\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

  @Override
  public CharacterProperties properties(int codePoint) {
    return new CharacterProperties(
        type(codePoint),
        combiningClass(codePoint),
        Character.isLowerCase(codePoint)
            || Character.isUpperCase(codePoint)
            || Character.isTitleCase(codePoint),
        isCaseIgnorable(codePoint));
  }

  /** The class of the first character that this one decomposes into. */
  static int combiningClass(int codePoint) {
    if (!Character.isDefined(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
      return 0;
    }
    return UCharacter.getIntPropertyValue(codePoint, UProperty.LEAD_CANONICAL_COMBINING_CLASS);
  }

  @Override
  public int[] lower(int codePoint) {
    return codePoint == 'İ' ? new int[] {'i', 0x307} : new int[] {Character.toLowerCase(codePoint)};
  }

  @Override
  public int[] base(int codePoint) {
    if (Character.getType(codePoint) == Character.SURROGATE) {
      return new int[] {codePoint};
    }
    return Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD)
        .codePoints()
        .filter(each -> Character.getType(each) != Character.NON_SPACING_MARK)
        .toArray();
  }

  private static CharacterProperties.Type type(int codePoint) {
    if (isDeleted(codePoint)) {
      return CharacterProperties.Type.DELETED;
    }
    if (codePoint < 0x80 && codePoint > ' ') {
      return Character.isLetterOrDigit(codePoint)
          ? CharacterProperties.Type.OTHER
          : CharacterProperties.Type.PUNCTUATION;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          CharacterProperties.Type.SPACE;
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          CharacterProperties.Type.PUNCTUATION;
      case Character.NON_SPACING_MARK -> CharacterProperties.Type.MARK;
      default -> CharacterProperties.Type.OTHER;
    };
  }

  /** An unpaired surrogate goes the way of U+FFFD, which it becomes in any UTF-8 file. */
  private static boolean isDeleted(int codePoint) {
    return switch (codePoint) {
      case '\t', '\n', '\r' -> false;
      case 0xFFFD -> true;
      default ->
          switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
            default -> false;
          };
    };
  }

  private static boolean isCaseIgnorable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> MID_WORD.indexOf(codePoint) >= 0;
    };
  }
}

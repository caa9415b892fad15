package dev.kindling.tokenizer;

import java.text.Normalizer;

/**
 * What a profile does with single characters: which it deletes, where it splits, and how it folds
 * case and accents. Follows {@code BasicTokenizer} of Google's BERT and {@code BertNormalizer} with
 * {@code BertPreTokenizer} of Hugging Face's tokenizers.
 */
final class CharacterRules {

  private static final int REPLACEMENT_CHARACTER = 0xFFFD;

  private final Profile profile;
  private final boolean lowercase;
  private final boolean stripAccents;
  private final boolean splitIdeographs;

  CharacterRules(TokenizerOptions options) {
    this.profile = options.profile();
    this.lowercase = options.lowercase();
    this.stripAccents = options.stripAccents();
    this.splitIdeographs = options.splitIdeographs();
  }

  /**
   * Whether cleaning deletes the character. An unpaired surrogate goes the way of U+FFFD, which it
   * becomes in any UTF-8 file.
   */
  boolean deletes(int codePoint) {
    if (codePoint == '\t' || codePoint == '\n' || codePoint == '\r') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      case Character.PRIVATE_USE -> profile == Profile.HF;
      default -> codePoint == REPLACEMENT_CHARACTER;
    };
  }

  /**
   * Whether words end at the character, which is itself dropped; asked only of characters that
   * cleaning keeps.
   */
  boolean isSpace(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Whether the character is a word of its own because it is punctuation, or an ASCII symbol. */
  static boolean isPunctuation(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint > ' ' && codePoint < 0x7F && !Character.isLetterOrDigit(codePoint);
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** Whether the character is a word of its own because it is an ideograph. */
  boolean isolatesIdeograph(int codePoint) {
    return splitIdeographs && isIdeograph(codePoint);
  }

  /** The ranges of each reference. */
  private boolean isIdeograph(int codePoint) {
    return (codePoint >= 0x3400 && codePoint <= 0x4DBF)
        || (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
        || (codePoint >= 0x2A700 && codePoint <= 0x2B81F)
        // Hugging Face's last range starts 0x100 too late.
        || (codePoint >= (profile == Profile.HF ? 0x2B920 : 0x2B820) && codePoint <= 0x2CEAF)
        || (codePoint >= 0x2F800 && codePoint <= 0x2FA1F);
  }

  /** Whether lower case looks at the neighbours of Σ: its end-of-word form is ς. */
  boolean hasFinalSigma() {
    return lowercase && profile == Profile.GOOGLE;
  }

  /** Whether folding decomposes, and so puts marks into canonical order. */
  boolean decomposes() {
    return stripAccents;
  }

  /**
   * A text that is already clean in lower case, without accents, as the options have it; Σ always
   * gives σ.
   */
  String fold(String text) {
    return profile == Profile.GOOGLE
        ? withoutAccents(withoutCase(text))
        : withoutCase(withoutAccents(text));
  }

  private String withoutCase(String text) {
    return lowercase ? lower(text) : text;
  }

  private String withoutAccents(String text) {
    return stripAccents ? stripMarks(Normalizer.normalize(text, Normalizer.Form.NFD)) : text;
  }

  /** Each character by itself, so that no context changes the result; İ gives i and U+0307. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              lower.appendCodePoint(Character.toLowerCase(codePoint));
              if (codePoint == 'İ') {
                lower.append('\u0307');
              }
            });
    return lower.toString();
  }

  private static String stripMarks(String text) {
    StringBuilder stripped = new StringBuilder(text.length());
    text.codePoints()
        .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
        .forEach(stripped::appendCodePoint);
    return stripped.toString();
  }
}

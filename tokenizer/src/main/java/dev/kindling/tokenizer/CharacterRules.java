package dev.kindling.tokenizer;

import java.util.stream.IntStream;

/**
 * What options do with single characters: which they delete, where they split, and how they fold
 * case and accents. Follows {@code BasicTokenizer} of Google's BERT and {@code BertNormalizer} with
 * {@code BertPreTokenizer} of Hugging Face's tokenizers.
 */
final class CharacterRules {

  private final CharacterData data;
  private final Profile profile;
  private final boolean lowercase;
  private final boolean stripAccents;
  private final boolean splitIdeographs;

  CharacterRules(TokenizerOptions options) {
    this.data = CharacterData.of(options.profile());
    this.profile = options.profile();
    this.lowercase = options.lowercase();
    this.stripAccents = options.stripAccents();
    this.splitIdeographs = options.splitIdeographs();
  }

  CharacterProperties properties(int codePoint) {
    return data.properties(codePoint);
  }

  /**
   * Whether cleaning deletes the character. An unpaired surrogate goes the way of U+FFFD, which it
   * becomes in any UTF-8 file.
   */
  boolean deletes(int codePoint) {
    return properties(codePoint).type() == CharacterProperties.Type.DELETED;
  }

  /** Whether words end at the character, which is itself dropped. */
  boolean isSpace(int codePoint) {
    return properties(codePoint).type() == CharacterProperties.Type.SPACE;
  }

  /** Whether the character is a word of its own because it is punctuation, or an ASCII symbol. */
  boolean isPunctuation(int codePoint) {
    return properties(codePoint).type() == CharacterProperties.Type.PUNCTUATION;
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
   * The character, which cleaning keeps, in lower case, decomposed and without accents, as far as
   * asked for; Σ gives σ. Empty where it is an accent itself.
   */
  int[] fold(int codePoint) {
    IntStream folded = IntStream.of(codePoint);
    if (profile == Profile.GOOGLE) {
      return withoutAccents(withoutCase(folded)).toArray();
    }
    return withoutCase(withoutAccents(folded)).toArray();
  }

  private IntStream withoutCase(IntStream text) {
    return lowercase ? text.flatMap(codePoint -> IntStream.of(data.lower(codePoint))) : text;
  }

  private IntStream withoutAccents(IntStream text) {
    return stripAccents ? text.flatMap(codePoint -> IntStream.of(data.base(codePoint))) : text;
  }
}

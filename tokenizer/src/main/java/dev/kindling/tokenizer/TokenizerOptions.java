package dev.kindling.tokenizer;

import java.util.Objects;

/**
 * How text becomes words.
 *
 * @param profile whose rules
 * @param lowercase whether words are put into lower case and stripped of accents
 * @param maxCharactersPerWord a word of more code points than this, after normalisation, is
 *     unknown; at least 1
 */
public record TokenizerOptions(Profile profile, boolean lowercase, int maxCharactersPerWord) {

  /** Longest word of Google's {@code WordpieceTokenizer}, in code points. */
  public static final int GOOGLE_MAX_CHARACTERS_PER_WORD = 200;

  /** Longest word of Hugging Face's {@code WordPiece}, in code points. */
  public static final int HF_MAX_CHARACTERS_PER_WORD = 100;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code maxCharactersPerWord} is below 1
   */
  public TokenizerOptions {
    Objects.requireNonNull(profile, "profile");
    if (maxCharactersPerWord < 1) {
      throw new IllegalArgumentException(
          "max-characters-per-word must be at least 1, got " + maxCharactersPerWord);
    }
  }

  /** Hugging Face's rules with its own limit of 100 characters a word. */
  public static TokenizerOptions hf(boolean lowercase) {
    return new TokenizerOptions(Profile.HF, lowercase, HF_MAX_CHARACTERS_PER_WORD);
  }

  /** Google's rules with its own limit of 200 characters a word. */
  public static TokenizerOptions google(boolean lowercase) {
    return new TokenizerOptions(Profile.GOOGLE, lowercase, GOOGLE_MAX_CHARACTERS_PER_WORD);
  }

  /** The rules and the word limit of a profile. */
  public static TokenizerOptions of(Profile profile, boolean lowercase) {
    return profile == Profile.GOOGLE ? google(lowercase) : hf(lowercase);
  }
}

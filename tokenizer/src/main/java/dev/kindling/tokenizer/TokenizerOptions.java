package dev.kindling.tokenizer;

import java.io.Serializable;
import java.util.Objects;

/**
 * How text becomes words.
 *
 * @param profile whose rules
 * @param lowercase whether words are put into lower case
 * @param stripAccents whether words are decomposed and stripped of their non-spacing marks
 * @param splitIdeographs whether each Chinese character is a word of its own
 * @param maxCharactersPerWord a word of more code points than this, after normalisation, is
 *     unknown; at least 1
 */
public record TokenizerOptions(
    Profile profile,
    boolean lowercase,
    boolean stripAccents,
    boolean splitIdeographs,
    int maxCharactersPerWord)
    implements Serializable {

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

  /**
   * Hugging Face's rules with its own limit of 100 characters a word; accents are stripped where
   * words are put into lower case, and ideographs stand alone.
   */
  public static TokenizerOptions hf(boolean lowercase) {
    return new TokenizerOptions(Profile.HF, lowercase, lowercase, true, HF_MAX_CHARACTERS_PER_WORD);
  }

  /**
   * Google's rules with its own limit of 200 characters a word; accents are stripped where words
   * are put into lower case, and ideographs stand alone.
   */
  public static TokenizerOptions google(boolean lowercase) {
    return new TokenizerOptions(
        Profile.GOOGLE, lowercase, lowercase, true, GOOGLE_MAX_CHARACTERS_PER_WORD);
  }

  /** {@link #hf} or {@link #google}. */
  public static TokenizerOptions of(Profile profile, boolean lowercase) {
    return profile == Profile.GOOGLE ? google(lowercase) : hf(lowercase);
  }
}

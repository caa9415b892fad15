package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.SpecialToken;

/**
 * How a vocabulary is learned.
 *
 * @param vocabularySize how many pieces at most, the special tokens among them; more than there are
 *     special tokens
 * @param minimumFrequency a pair of pieces that occurs less often than this is not joined; at least
 *     1
 * @param alphabetLimit how many different characters at most; words with any other character are
 *     left out; at least 1
 */
public record LearnerOptions(int vocabularySize, long minimumFrequency, int alphabetLimit) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public LearnerOptions {
    if (vocabularySize <= SpecialToken.values().length) {
      throw new IllegalArgumentException(
          "vocabulary size must be more than the "
              + SpecialToken.values().length
              + " special tokens, got "
              + vocabularySize);
    }
    if (minimumFrequency < 1) {
      throw new IllegalArgumentException(
          "minimum-frequency must be at least 1, got " + minimumFrequency);
    }
    if (alphabetLimit < 1) {
      throw new IllegalArgumentException("alphabet-limit must be at least 1, got " + alphabetLimit);
    }
  }
}

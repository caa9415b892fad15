package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.SpecialToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a vocabulary is learned.
 *
 * @param vocabularySize how many pieces at most, special tokens and reserved pieces among them;
 *     more than there are of these
 * @param minimumFrequency a pair of pieces that occurs less often than this is not joined; at least
 *     1
 * @param alphabetLimit how many different characters at most; words with any other character are
 *     left out; at least 1
 * @param reserved pieces that the vocabulary holds whatever the text, right after the special
 *     tokens and in this order. A word that equals one is left out of the counts, since an encoder
 *     never splits it; pairs that join into one take its id. None may be empty, hold white space,
 *     be a special token or come twice
 */
public record LearnerOptions(
    int vocabularySize, long minimumFrequency, int alphabetLimit, List<String> reserved) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public LearnerOptions {
    reserved = List.copyOf(reserved);
    checkReserved(reserved);
    int given = SpecialToken.values().length + reserved.size();
    if (vocabularySize <= given) {
      throw new IllegalArgumentException(
          "vocabulary size must be more than the %,d special tokens and reserved pieces, got %,d"
              .formatted(given, vocabularySize));
    }
    if (minimumFrequency < 1) {
      throw new IllegalArgumentException(
          "minimum-frequency must be at least 1, got " + minimumFrequency);
    }
    if (alphabetLimit < 1) {
      throw new IllegalArgumentException("alphabet-limit must be at least 1, got " + alphabetLimit);
    }
  }

  /** Options without reserved pieces. */
  public LearnerOptions(int vocabularySize, long minimumFrequency, int alphabetLimit) {
    this(vocabularySize, minimumFrequency, alphabetLimit, List.of());
  }

  private static void checkReserved(List<String> reserved) {
    Set<String> seen = new HashSet<>();
    for (SpecialToken token : SpecialToken.values()) {
      seen.add(token.text());
    }
    for (String piece : reserved) {
      if (piece.isEmpty() || piece.chars().anyMatch(unit -> unit <= ' ')) {
        throw new IllegalArgumentException(
            "a reserved piece must have characters and no white space, got \"" + piece + "\"");
      }
      if (!seen.add(piece)) {
        throw new IllegalArgumentException(
            "the reserved piece \"" + piece + "\" is a special token or comes twice");
      }
    }
  }
}

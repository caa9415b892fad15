package dev.kindling.examples;

/**
 * A sentence as token ids, and where its tokens stand in the document.
 *
 * @param tokens ids, without special tokens
 * @param starts index in the document's text, in UTF-16 units, at which each token's word begins;
 *     never smaller than the one before
 * @param ends one past the last unit of each token's word
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record TokenizedSentence(int[] tokens, int[] starts, int[] ends) {
  /** Checks that each token has a place. */
  public TokenizedSentence {
    if (starts.length != tokens.length || ends.length != tokens.length) {
      throw new IllegalArgumentException(
          "%d tokens need as many places, got %d and %d"
              .formatted(tokens.length, starts.length, ends.length));
    }
  }

  int length() {
    return tokens.length;
  }
}

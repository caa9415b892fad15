package dev.kindling.examples;

/**
 * How text is packed into examples without sentence pairs.
 *
 * @param sequenceLength the model's sequence length L, at least 3
 * @param crossDocuments whether an example may hold text of several documents
 * @param seed orders the documents
 */
public record PackingOptions(int sequenceLength, boolean crossDocuments, long seed) {
  /** Checks the range. */
  public PackingOptions {
    if (sequenceLength < 3) {
      throw new IllegalArgumentException(
          "sequence-length must be at least 3, got " + sequenceLength);
    }
  }
}

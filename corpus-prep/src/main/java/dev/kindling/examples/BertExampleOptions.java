package dev.kindling.examples;

/**
 * How BERT examples are cut; the defaults of the original are 128, 0.1 and 10.
 *
 * @param sequenceLength longest example in tokens with its three special ones, at least 5
 * @param shortSequenceRate share of documents cut to a shorter target, in [0, 1]
 * @param duplicates how often each document is drawn, at least 1
 * @param seed mixed with document ids, so that task order cannot matter
 */
public record BertExampleOptions(
    int sequenceLength, double shortSequenceRate, int duplicates, long seed) {
  /** Checks the ranges. */
  public BertExampleOptions {
    if (sequenceLength < 5) {
      throw new IllegalArgumentException(
          "sequence-length must be at least 5, got " + sequenceLength);
    }
    if (!(shortSequenceRate >= 0 && shortSequenceRate <= 1)) { // also catches NaN
      throw new IllegalArgumentException(
          "short-sequence-rate must be in [0, 1], got " + shortSequenceRate);
    }
    if (duplicates < 1) {
      throw new IllegalArgumentException("duplicates must be at least 1, got " + duplicates);
    }
  }
}

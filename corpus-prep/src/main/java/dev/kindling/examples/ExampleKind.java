package dev.kindling.examples;

import java.util.Arrays;
import java.util.Optional;

/** What a model learns to predict from an example. */
public enum ExampleKind {
  /** BERT: masked words and whether the second segment follows the first. */
  MASKED_LANGUAGE_MODEL(1),
  /** RoBERTa: masked words alone, in whole sentences up to the full length. */
  FULL_SENTENCES(3),
  /** GPT: each token from those before it. */
  NEXT_WORD(2);

  private final int code;

  ExampleKind(int code) {
    this.code = code;
  }

  /** The number that stands for this kind in a shard's header. */
  int code() {
    return code;
  }

  static Optional<ExampleKind> withCode(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }

  /**
   * Whether words are masked, so whether a BERT can learn from it.
   *
   * @return false for next-word examples
   */
  public boolean isMasked() {
    return this != NEXT_WORD;
  }

  /**
   * Whether an example is a pair of segments, with a next sentence to predict.
   *
   * @return true for masked-language-model examples alone
   */
  public boolean hasPairs() {
    return this == MASKED_LANGUAGE_MODEL;
  }

  /**
   * How many tokens a record holds at most.
   *
   * @param sequenceLength the model's sequence length L
   * @return L for BERT; L + 1 for GPT, whose inputs and labels are shifted by one
   */
  public int tokenCapacity(int sequenceLength) {
    return this == NEXT_WORD ? sequenceLength + 1 : sequenceLength;
  }
}

package dev.kindling.examples;

import java.util.Arrays;
import java.util.Optional;

/** What a model learns to predict from an example. */
public enum ExampleKind {
  /** BERT: masked words and whether the second segment follows the first. */
  MASKED_LANGUAGE_MODEL(1),
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
   * How many tokens a record holds at most.
   *
   * @param sequenceLength the model's sequence length L
   * @return L for BERT; L + 1 for GPT, whose inputs and labels are shifted by one
   */
  public int tokenCapacity(int sequenceLength) {
    return this == NEXT_WORD ? sequenceLength + 1 : sequenceLength;
  }
}

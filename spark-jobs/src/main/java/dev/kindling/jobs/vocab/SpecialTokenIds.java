package dev.kindling.jobs.vocab;

import dev.kindling.examples.SpecialIds;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;

/** The special tokens that examples are built and masked with, as ids of a vocabulary. */
public final class SpecialTokenIds {
  private SpecialTokenIds() {}

  /**
   * Looks the ids up.
   *
   * @param vocabulary must hold them all
   * @return their ids
   * @throws IllegalArgumentException if the vocabulary lacks one
   */
  public static SpecialIds of(Vocabulary vocabulary) {
    return new SpecialIds(
        vocabulary.id(SpecialToken.CLASSIFICATION),
        vocabulary.id(SpecialToken.SEPARATOR),
        vocabulary.id(SpecialToken.MASK),
        vocabulary.id(SpecialToken.END_OF_TEXT));
  }
}

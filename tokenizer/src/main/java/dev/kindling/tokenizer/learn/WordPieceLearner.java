package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.Vocabulary;

/** Learns a WordPiece vocabulary from word counts. */
public final class WordPieceLearner {

  /** Under these options. */
  public WordPieceLearner(LearnerOptions options) {}

  /** Learns the vocabulary. */
  @SuppressWarnings("DoNotCallSuggester")
  public Vocabulary learn(WordCounts counts) {
    throw new IllegalStateException("not built yet");
  }
}

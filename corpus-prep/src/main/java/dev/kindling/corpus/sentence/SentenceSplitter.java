package dev.kindling.corpus.sentence;

import java.util.List;

/** Splits text into sentences. Not thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class SentenceSplitter {
  /** Prepares the rules. */
  public SentenceSplitter() {}

  /**
   * Splits.
   *
   * @param text normalised text; a sentence never crosses a line
   * @return sentences without white space at their ends, none empty
   */
  public List<String> split(String text) {
    throw new IllegalStateException("not built yet");
  }
}

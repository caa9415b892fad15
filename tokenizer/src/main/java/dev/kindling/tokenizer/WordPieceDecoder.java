package dev.kindling.tokenizer;

/** Turns ids into text. */
public final class WordPieceDecoder {

  /** With this vocabulary. */
  public WordPieceDecoder(Vocabulary vocabulary) {}

  /** The text of these ids. */
  @SuppressWarnings("DoNotCallSuggester")
  public String decode(int[] ids) {
    throw new IllegalStateException("not built yet");
  }
}

package dev.kindling.tokenizer;

/** Turns text into ids. Not safe for use by several threads at once. */
public final class WordPieceEncoder {

  /** With this vocabulary under these options. */
  public WordPieceEncoder(Vocabulary vocabulary, TokenizerOptions options) {}

  /** The ids of a text, without special tokens around them. */
  @SuppressWarnings("DoNotCallSuggester")
  public int[] encode(CharSequence text) {
    throw new IllegalStateException("not built yet");
  }
}

package dev.kindling.tokenizer;

/**
 * A tokenizer's file that cannot be read: damaged, in another encoding, or of a tokenizer that is
 * not WordPiece. The message names the file, the place in it, what was found there and what to do.
 */
public final class TokenizerFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** A problem, told in one or two sentences. */
  public TokenizerFormatException(String message) {
    super(message);
  }
}

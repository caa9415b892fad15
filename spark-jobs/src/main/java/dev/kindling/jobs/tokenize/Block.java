package dev.kindling.jobs.tokenize;

import java.util.Arrays;

/**
 * Whole lines of text, and the lines of tokens that they become. Used again and again, by one
 * thread at a time. Arrays and sizes stand open: reading and encoding fill them in place.
 */
final class Block {
  /** Room at first; a longer line makes its block larger. */
  static final int BYTES = 1 << 20;

  /** UTF-8, each line with its line feed; that of the last may be missing. */
  byte[] text = new byte[BYTES];

  /** Bytes of {@code text} in use. */
  int textSize;

  /** Each line with its line feed. */
  byte[] tokens = new byte[BYTES];

  /** Bytes of {@code tokens} in use. */
  int tokensSize;

  /** Makes room for so many bytes more of tokens. */
  void reserveTokens(int more) {
    int least = Math.addExact(tokensSize, more);
    if (least > tokens.length) {
      tokens = Arrays.copyOf(tokens, (int) Math.min(Integer.MAX_VALUE - 8, 2L * least));
    }
  }
}

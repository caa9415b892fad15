package dev.kindling.corpus.dedup;

import dev.kindling.corpus.Sha256;
import java.nio.charset.StandardCharsets;

/** Fingerprint of a text's words. */
public final class ContentHash {
  private static final int BYTES = 16;

  private ContentHash() {}

  /**
   * The first 128 bits of SHA-256 over the text with each run of white space folded to one blank,
   * none at either end.
   *
   * @param text any text
   * @return 32 hex digits
   */
  public static String of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    boolean pendingBlank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        pendingBlank = folded.length() > 0;
      } else {
        if (pendingBlank) {
          folded.append(' ');
          pendingBlank = false;
        }
        folded.append(c);
      }
    }
    return Sha256.of(folded.toString().getBytes(StandardCharsets.UTF_8), BYTES);
  }
}

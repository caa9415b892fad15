package dev.kindling.corpus.dedup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    byte[] digest = sha256(folded.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

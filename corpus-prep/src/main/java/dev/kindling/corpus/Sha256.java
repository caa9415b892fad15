package dev.kindling.corpus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hex digits. */
public final class Sha256 {
  private static final int BYTES = 32;

  private Sha256() {}

  /**
   * The whole hash.
   *
   * @param bytes what is hashed
   * @return 64 hex digits
   */
  public static String of(byte[] bytes) {
    return of(bytes, BYTES);
  }

  /**
   * The beginning of the hash.
   *
   * @param bytes what is hashed
   * @param length how many bytes of the hash, 1 to 32
   * @return two hex digits a byte
   */
  public static String of(byte[] bytes, int length) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

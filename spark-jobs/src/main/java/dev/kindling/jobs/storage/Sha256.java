package dev.kindling.jobs.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 hex digits. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private Sha256() {}

  /** The hash of bytes at hand. */
  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /**
   * The hash of a stream to its end.
   *
   * @param in left open
   * @throws IOException when reading fails
   */
  public static String of(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return hex(digest.digest());
  }

  /** For hashing what is read or written on the way; end it with {@link #hex}. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The form in which a finished digest is stored. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}

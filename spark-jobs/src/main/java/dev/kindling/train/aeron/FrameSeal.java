package dev.kindling.train.aeron;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The authentication code at the end of each frame: HMAC-SHA256 (RFC 2104), its first 16 bytes. It
 * shows that a frame was made by a task of the same generation and is whole; it hides nothing. Not
 * for use by several threads.
 */
final class FrameSeal {
  static final int BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final byte[] code;

  FrameSeal(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
    code = new byte[mac.getMacLength()];
  }

  /** Writes the code of the first {@code length} bytes behind them. */
  void seal(byte[] frame, int length) {
    compute(frame, length);
    System.arraycopy(code, 0, frame, length, BYTES);
  }

  /** Whether the code behind the first {@code length} bytes is theirs. */
  boolean isSealed(byte[] frame, int length) {
    compute(frame, length);
    return MessageDigest.isEqual(
        Arrays.copyOf(code, BYTES), Arrays.copyOfRange(frame, length, length + BYTES));
  }

  private void compute(byte[] frame, int length) {
    try {
      mac.update(frame, 0, length);
      mac.doFinal(code, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}

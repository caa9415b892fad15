package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A member's bytes for a library that reads streams; hashes what was taken. */
final class MemberStream extends InputStream {
  private final MemberReader reader;
  private final Deadline deadline;
  private final MessageDigest digest;
  private boolean ended;

  MemberStream(MemberReader reader, Deadline deadline) {
    this.reader = reader;
    this.deadline = deadline;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read() throws DamagedInputException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws DamagedInputException {
    deadline.check();
    int count = reader.read(into, offset, length);
    ended |= count < 0;
    digest.update(into, offset, Math.max(0, count));
    return count;
  }

  /** Whether somebody asked for a byte behind the last one. */
  boolean ended() {
    return ended;
  }

  /** Hash of the bytes taken; ends the hashing. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;

/** Reads the members of a file byte by byte, with a look ahead that ends with the member. */
final class MemberReader implements AutoCloseable {
  private final Members members;
  private static final int BUFFER_BYTES = 1 << 13;

  private byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  MemberReader(Members members) {
    this.members = members;
  }

  boolean compressed() {
    return members.compressed();
  }

  boolean splittable() {
    return members.splittable();
  }

  /** A reader of the members that start in a split; see {@link Members#from}. */
  MemberReader from(RawInput atSplit, Split split) {
    return new MemberReader(members.from(atSplit, split));
  }

  /** Goes to the next member; false at the end of the file. */
  boolean nextMember() throws DamagedInputException {
    position = 0;
    limit = 0;
    return members.next();
  }

  /** Whether members carry a checksum, which is compared at their ends. */
  boolean isChecked() {
    return !(members instanceof PlainMember);
  }

  /** Offset in the file at which the current member starts. */
  long memberStart() {
    return members.start();
  }

  /** Bytes of the current member taken so far, decompressed. */
  long positionInMember() {
    return members.position() - (limit - position);
  }

  /** The next byte, -1 at the member's verified end. */
  int read() throws DamagedInputException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  /** At least one byte, -1 at the member's verified end. */
  int read(byte[] into, int offset, int length) throws DamagedInputException {
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    return count;
  }

  /** A byte further on, not taken; -1 behind the member's end. */
  int peek(int ahead) throws DamagedInputException {
    while (limit - position <= ahead) {
      if (!fill()) {
        return -1;
      }
    }
    return buffer[position + ahead] & 0xff;
  }

  /** Up to count bytes, not taken; fewer at the member's end and before damage. */
  byte[] peekBytes(int count) {
    int length = 0;
    try {
      while (length < count && peek(length) >= 0) {
        length++;
      }
    } catch (DamagedInputException e) {
      // Whoever takes these bytes will meet the damage behind them.
      length = Math.min(count, limit - position);
    }
    byte[] bytes = new byte[length];
    System.arraycopy(buffer, position, bytes, 0, length);
    return bytes;
  }

  /**
   * Takes up to count bytes.
   *
   * @param into receives them; null to drop them
   * @return how many; fewer only at the member's end
   */
  long transfer(long count, ByteArrayOutputStream into) throws DamagedInputException {
    long done = 0;
    while (done < count && (position < limit || fill())) {
      int part = (int) Math.min(count - done, limit - position);
      if (into != null) {
        into.write(buffer, position, part);
      }
      position += part;
      done += part;
    }
    return done;
  }

  /**
   * Gives back the last bytes taken, so that they are read again.
   *
   * @param taken holds them
   * @param from the first one to give back
   */
  void unread(byte[] taken, int from) {
    int left = limit - position;
    int back = taken.length - from;
    byte[] joined = new byte[Math.max(BUFFER_BYTES, back + left)];
    System.arraycopy(taken, from, joined, 0, back);
    System.arraycopy(buffer, position, joined, back, left);
    buffer = joined;
    position = 0;
    limit = back + left;
  }

  /**
   * Takes bytes up to the next line feed, which stays, or to the member's end.
   *
   * @param most how many bytes are kept; the others are dropped
   * @param into receives the bytes kept
   * @return how many were taken
   */
  long transferLine(long most, ByteArrayOutputStream into) throws DamagedInputException {
    long done = 0;
    while (position < limit || fill()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      into.write(buffer, position, (int) Math.max(0, Math.min(most - done, end - position)));
      done += end - position;
      position = end;
      if (end < limit) {
        break;
      }
    }
    return done;
  }

  @Override
  public void close() {
    members.close();
  }

  private boolean fill() throws DamagedInputException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    if (limit == 0 && buffer.length > BUFFER_BYTES) {
      buffer = new byte[BUFFER_BYTES];
    }
    int count = members.read(buffer, limit, buffer.length - limit);
    limit += Math.max(count, 0);
    return count > 0;
  }
}

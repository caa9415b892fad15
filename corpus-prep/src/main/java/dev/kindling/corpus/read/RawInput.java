package dev.kindling.corpus.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The file's bytes with a count and a look ahead. A failure of the storage becomes an {@link
 * UncheckedIOException}, which no parser takes for bad bytes: the task must fail and be retried,
 * not quarantine what it could not read.
 */
final class RawInput {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long offset; // of buffer[0] in the file

  RawInput(InputStream in) {
    this(in, 0);
  }

  /** Takes a stream that starts at an offset of the file. */
  RawInput(InputStream in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /** Offset in the file of the next byte. */
  long position() {
    return offset + position;
  }

  /** The next byte, or -1 at the end. */
  int read() {
    return available() > 0 ? buffer[position++] & 0xff : -1;
  }

  /** At least one byte unless the file ends; takes them. */
  int read(byte[] into, int start, int length) {
    int count = Math.min(available(), length);
    System.arraycopy(buffer, position, into, start, count);
    position += count;
    return count == 0 && length > 0 ? -1 : count;
  }

  /** A byte further on, not taken; -1 behind the end. At most 512 bytes ahead. */
  int peek(int ahead) {
    while (limit - position <= ahead) {
      if (!fill()) {
        return -1;
      }
    }
    return buffer[position + ahead] & 0xff;
  }

  /** The bytes at hand: from {@link #bufferStart()}, at least one unless the file ends. */
  int available() {
    if (position == limit) {
      boolean unused = fill();
    }
    return limit - position;
  }

  byte[] buffer() {
    return buffer;
  }

  int bufferStart() {
    return position;
  }

  /** Takes bytes at hand, or with a negative count gives the last ones back. */
  void skip(int count) {
    position += count;
  }

  void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean fill() {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    offset += position;
    limit -= position;
    position = 0;
    try {
      int count = in.read(buffer, limit, buffer.length - limit);
      limit += Math.max(count, 0);
      return count > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

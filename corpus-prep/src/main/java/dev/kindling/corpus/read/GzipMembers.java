package dev.kindling.corpus.read;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The members of a gzip file (RFC 1952). Unlike {@code GZIPInputStream} it tells where each starts,
 * never takes a cut file for a shorter one, and stops at a member that expands beyond a ratio.
 */
final class GzipMembers implements Members {
  static final int MAGIC_1 = 0x1f;
  static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final RawInput raw;
  private final ReadLimits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private long start;
  private boolean open;
  private DamagedInputException damage;

  GzipMembers(RawInput raw, ReadLimits limits) {
    this.raw = raw;
    this.limits = limits;
  }

  @Override
  public boolean next() throws DamagedInputException {
    if (damage != null) { // where the next member would start is unknown
      return false;
    }
    byte[] skipped = new byte[1 << 13];
    while (open && read(skipped, 0, skipped.length) >= 0) {}
    while (raw.peek(0) == 0) { // padding, as tape archivers leave it
      raw.skip(1);
    }
    if (raw.peek(0) < 0) {
      return false;
    }
    start = raw.position();
    readHeader();
    inflater.reset();
    crc.reset();
    open = true;
    return true;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long position() {
    return inflater.getBytesWritten();
  }

  @Override
  public boolean compressed() {
    return true;
  }

  @Override
  public boolean splittable() {
    return false;
  }

  @Override
  public Members from(RawInput atSplit, Split split) {
    throw new UnsupportedOperationException("a gzip file cannot be split");
  }

  @Override
  public void close() {
    inflater.end();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws DamagedInputException {
    if (damage != null) {
      throw damage;
    }
    if (!open) {
      return -1;
    }
    try {
      while (true) {
        int count = inflater.inflate(into, offset, length);
        if (count > 0) {
          crc.update(into, offset, count);
          checkRatio();
          return count;
        }
        if (inflater.finished()) {
          raw.skip(-inflater.getRemaining());
          readTrailer();
          open = false;
          return -1;
        }
        if (inflater.needsDictionary()) {
          throw damaged("the DEFLATE data asks for a dictionary");
        }
        if (inflater.needsInput()) {
          refill();
        }
      }
    } catch (DataFormatException e) {
      throw damaged("the DEFLATE data is invalid: " + e.getMessage());
    }
  }

  /** Lends the inflater all bytes at hand; what it does not use is given back at the end. */
  private void refill() throws DamagedInputException {
    int available = raw.available();
    if (available == 0) {
      throw truncated();
    }
    inflater.setInput(raw.buffer(), raw.bufferStart(), available);
    raw.skip(available);
  }

  private void checkRatio() throws DamagedInputException {
    try {
      limits.checkRatio(inflater.getBytesRead(), inflater.getBytesWritten());
    } catch (DamagedInputException e) {
      damage = e;
      throw e;
    }
  }

  private void readHeader() throws DamagedInputException {
    if (readByte() != MAGIC_1 || readByte() != MAGIC_2) {
      throw damaged("no gzip member starts here");
    }
    if (readByte() != DEFLATE) {
      throw damaged("the compression method is not DEFLATE");
    }
    int flags = readByte();
    skipBytes(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skipBytes(readByte() | readByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skipBytes(2);
    }
  }

  private void readTrailer() throws DamagedInputException {
    if (readInt() != (int) crc.getValue()) {
      throw damaged("the CRC of the decompressed bytes does not match");
    }
    if (readInt() != (int) inflater.getBytesWritten()) {
      throw damaged("the number of decompressed bytes does not match");
    }
  }

  private int readInt() throws DamagedInputException {
    return readByte() | readByte() << 8 | readByte() << 16 | readByte() << 24;
  }

  private void skipText() throws DamagedInputException {
    while (readByte() != 0) {}
  }

  private void skipBytes(int count) throws DamagedInputException {
    for (int i = 0; i < count; i++) {
      int unused = readByte();
    }
  }

  private int readByte() throws DamagedInputException {
    int b = raw.read();
    if (b < 0) {
      throw truncated();
    }
    return b;
  }

  private DamagedInputException truncated() {
    return damaged(
        "truncated",
        "the file ends at byte %d inside the gzip member that starts at byte %d"
            .formatted(raw.position(), start));
  }

  private DamagedInputException damaged(String what) {
    return damaged("malformed-gzip", "gzip member at byte %d: %s".formatted(start, what));
  }

  /** Remembers the damage, so that every further read meets it again. */
  private DamagedInputException damaged(String reason, String detail) {
    damage = new DamagedInputException(reason, detail);
    return damage;
  }
}

package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * The streams of a bzip2 file. A stream starts at each byte where a stream header stands together
 * with the mark of a block or of the end, 80 bits in all, and reaches at most to the next such
 * place. So where streams start does not depend on where reading starts, and behind a damaged
 * stream the next is found. (Chance writes 80 given bits into a file of 32 GiB once in 10^13 files;
 * the stream around them would go to quarantine.)
 *
 * <p>Only blocks whose checksum was right are given out.
 */
final class Bzip2Members implements Members {
  private static final int HEADER_BYTES = 10;
  private static final long BLOCK_MARK = 0x314159265359L;
  private static final long END_MARK = 0x177245385090L;

  /** Below this many bytes no ratio is suspicious. */
  private static final long RATIO_FREE_BYTES = 1 << 20;

  private final RawInput raw;
  private final Split split;
  private final long maxRatio;
  private final StreamBytes streamBytes = new StreamBytes();
  private final byte[] chunk = new byte[1 << 14];
  private BZip2CompressorInputStream decoder; // null behind the end of a stream
  private ByteArrayOutputStream unverified = new ByteArrayOutputStream();
  private byte[] verified = {};
  private int taken; // of the verified bytes
  private boolean lost; // stands at no place where a stream must start
  private long start;
  private long position;
  private DamagedInputException damage;

  /**
   * @param raw stands at the start of the split
   * @param split the first stream is sought up to its end; streams behind a sound one are read
   *     wherever they start
   */
  Bzip2Members(RawInput raw, Split split, long maxRatio) {
    this.raw = raw;
    this.split = split;
    this.maxRatio = maxRatio;
    this.lost = !split.first();
  }

  static boolean isBzip2(RawInput raw) {
    return raw.peek(0) == 'B' && raw.peek(1) == 'Z' && raw.peek(2) == 'h' && isLevel(raw.peek(3));
  }

  @Override
  public boolean next() throws DamagedInputException {
    byte[] skipped = new byte[1 << 13];
    while (damage == null && read(skipped, 0, skipped.length) >= 0) {}
    lost |= damage != null;
    reset();
    if (!lost) {
      checkNoGap();
    }
    if (lost) {
      seekStream();
    }
    if (!isStreamStart(raw)) {
      return false;
    }
    lost = false;
    start = raw.position();
    try {
      streamBytes.blockStarts = false;
      decoder = new BZip2CompressorInputStream(streamBytes, false);
    } catch (IOException | IndexOutOfBoundsException e) {
      damage = damaged(e);
    }
    return true;
  }

  /** Behind a sound stream comes the next one or the end; zeros are padding. */
  private void checkNoGap() throws DamagedInputException {
    while (raw.peek(0) == 0) {
      raw.skip(1);
    }
    if (raw.peek(0) >= 0 && !isStreamStart(raw)) {
      start = raw.position();
      lost = true;
      throw new DamagedInputException(
          "malformed-bzip2", "bytes that belong to no bzip2 stream start at byte " + start);
    }
  }

  /** Goes to the next stream that starts in the split. */
  private void seekStream() {
    while (raw.peek(0) >= 0 && raw.position() < split.end() && !isStreamStart(raw)) {
      raw.skip(1);
    }
  }

  private void reset() {
    damage = null;
    decoder = null;
    unverified = new ByteArrayOutputStream();
    verified = new byte[0];
    taken = 0;
    position = 0;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws DamagedInputException {
    while (taken == verified.length) {
      if (damage != null) {
        throw damage;
      }
      if (decoder == null) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, verified.length - taken);
    System.arraycopy(verified, taken, into, offset, count);
    taken += count;
    position += count;
    return count;
  }

  /**
   * Decodes on until a block is known to be right. The decoder takes the bytes of a block all at
   * once, after it has checked the block before: so when it takes some, what it gave in earlier
   * calls is right.
   */
  private void decode() throws DamagedInputException {
    while (true) {
      streamBytes.blockStarts = false;
      int count;
      try {
        count = decoder.read(chunk, 0, chunk.length);
      } catch (IOException | IndexOutOfBoundsException e) {
        damage = damaged(e);
        throw damage;
      }
      boolean release = count < 0 || streamBytes.blockStarts;
      if (release) {
        verified = unverified.toByteArray();
        taken = 0;
        unverified.reset();
      }
      if (count < 0) {
        decoder = null;
        return;
      }
      unverified.write(chunk, 0, count);
      checkRatio();
      if (release && verified.length > 0) {
        return;
      }
    }
  }

  private void checkRatio() throws DamagedInputException {
    long compressed = Math.max(1, raw.position() - start);
    long decompressed = position + (verified.length - taken) + unverified.size();
    if (decompressed > RATIO_FREE_BYTES && decompressed / compressed >= maxRatio) {
      damage =
          new DamagedInputException(
              "decompressed-ratio",
              "%d compressed bytes gave %d, more than max-decompressed-ratio %d allows"
                  .formatted(compressed, decompressed, maxRatio));
      throw damage;
    }
  }

  private DamagedInputException damaged(Exception e) {
    return new DamagedInputException(
        raw.peek(0) < 0 ? "truncated" : "malformed-bzip2",
        "bzip2 stream at byte %d: %s".formatted(start, e.getMessage()));
  }

  @Override
  public boolean compressed() {
    return true;
  }

  @Override
  public boolean splittable() {
    return true;
  }

  @Override
  public Members from(RawInput atSplit, Split split) {
    return new Bzip2Members(atSplit, split, maxRatio);
  }

  @Override
  public void close() {}

  private static boolean isStreamStart(RawInput raw) {
    if (!isBzip2(raw)) {
      return false;
    }
    long mark = 0;
    for (int i = 4; i < HEADER_BYTES; i++) {
      mark = mark << 8 | raw.peek(i);
    }
    return mark == BLOCK_MARK || mark == END_MARK;
  }

  private static boolean isLevel(int c) {
    return c >= '1' && c <= '9';
  }

  /** The bytes up to the next stream; notes when the decoder takes some. */
  private final class StreamBytes extends InputStream {
    private boolean blockStarts;

    @Override
    public int read() {
      blockStarts = true;
      return raw.position() > start && isStreamStart(raw) ? -1 : raw.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = 0;
      for (int b = 0; count < length && (b = read()) >= 0; count++) {
        into[offset + count] = (byte) b;
      }
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}

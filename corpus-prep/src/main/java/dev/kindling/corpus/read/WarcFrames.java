package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a WARC file into the bytes of its records (ISO 28500). A gzip member that holds one record,
 * as the standard recommends, is verified before the record is given out; behind a malformed record
 * the next member is tried. In an uncompressed file nothing behind a malformed record can be
 * trusted.
 */
final class WarcFrames {
  static final byte[] MAGIC = "WARC/".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile(
          "\\nContent-Length[ \\t]*:[ \\t]*(\\d{1,18})[ \\t]*\\r?\\n", Pattern.CASE_INSENSITIVE);

  private final MemberReader reader;
  private final long maxBlockBytes;
  private boolean inMember;
  private long offset = -1;
  private ByteArrayOutputStream record = new ByteArrayOutputStream();

  /** Starts with the member that is already open. */
  WarcFrames(MemberReader reader, long maxBlockBytes) {
    this.reader = reader;
    this.maxBlockBytes = maxBlockBytes;
    this.inMember = true;
  }

  /**
   * Offset of the current record: of its gzip member, plus its place in it when it is not first.
   */
  long offset() {
    return offset;
  }

  /** The current record as far as it was read. */
  byte[] bytes() {
    return record.toByteArray();
  }

  /**
   * Reads the next record, header and block.
   *
   * @return false at the end of the file
   * @throws DamagedInputException when the record is damaged; the next call goes on behind it
   */
  boolean next() throws DamagedInputException {
    record = new ByteArrayOutputStream();
    if (!findRecord()) {
      return false;
    }
    // Strictly ascending, so that ids are unique even where members hold several records.
    offset = Math.max(offset + 1, reader.memberStart() + reader.positionInMember());
    readRecord();
    return true;
  }

  /** Goes to the next byte that is no line end, in this member or a later one. */
  private boolean findRecord() throws DamagedInputException {
    boolean open = inMember;
    inMember = false; // until the record's end is found: damage costs the rest of the member
    while (open || reader.nextMember()) {
      skipLineEnds();
      if (reader.peek(0) >= 0) {
        return true;
      }
      open = false;
    }
    return false;
  }

  private void readRecord() throws DamagedInputException {
    String header = readHeader();
    Matcher lengths = CONTENT_LENGTH.matcher(header);
    if (!lengths.find()) {
      throw malformed("the record has no valid Content-Length");
    }
    long length = Long.parseLong(lengths.group(1));
    boolean tooLarge = length > maxBlockBytes;
    long read = reader.transfer(length, tooLarge ? null : record);
    if (read < length) {
      throw new DamagedInputException(
          "truncated", "Content-Length is %d, only %d bytes follow".formatted(length, read));
    }
    skipLineEnds();
    for (int i = 0; i < MAGIC.length; i++) {
      int next = reader.peek(i);
      if (next < 0) {
        break; // the end, or a next record that is cut
      }
      if (next != MAGIC[i]) {
        throw malformed("the record does not end where its Content-Length says, " + length);
      }
    }
    inMember = true;
    if (tooLarge) {
      throw new DamagedInputException(
          "too-large",
          "Content-Length is %d, max-record-bytes is %d".formatted(length, maxBlockBytes));
    }
  }

  /** Up to and with the empty line. */
  private String readHeader() throws DamagedInputException {
    int lineLength = 0;
    while (true) {
      int b = reader.read();
      if (b < 0) {
        throw new DamagedInputException("truncated", "the file ends inside a record's header");
      }
      record.write(b);
      int size = record.size();
      if (size <= MAGIC.length && b != MAGIC[size - 1]) {
        throw malformed("no WARC record starts here");
      }
      if (size > MAX_HEADER_BYTES) {
        throw malformed("the record's header has more than " + MAX_HEADER_BYTES + " bytes");
      }
      if (b == '\n') {
        if (lineLength == 0) {
          return record.toString(StandardCharsets.ISO_8859_1);
        }
        lineLength = 0;
      } else if (b != '\r') {
        lineLength++;
      }
    }
  }

  private void skipLineEnds() throws DamagedInputException {
    int next = reader.peek(0);
    while (next == '\r' || next == '\n') {
      int unused = reader.read();
      next = reader.peek(0);
    }
  }

  private static DamagedInputException malformed(String detail) {
    return new DamagedInputException("malformed-warc", detail);
  }
}

package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a WARC file into the bytes of its records (ISO 28500). A gzip member that holds one record,
 * as the standard recommends, is verified before the record is given out. Behind a damaged record
 * the search goes on at the next bytes that start like a record: in what its wrong Content-Length
 * covered, in the rest of the member, and in the next members.
 */
final class WarcFrames {
  private static final byte[] MAGIC = "WARC/".getBytes(StandardCharsets.US_ASCII);

  /**
   * What the standard puts behind a record. In a file without checksums that is enough to trust it;
   * the next record may be the damaged one.
   */
  private static final byte[] TERMINATOR = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile(
          "\\nContent-Length[ \\t]*:[ \\t]*(\\d{1,18})[ \\t]*\\r?\\n", Pattern.CASE_INSENSITIVE);

  /** What a record starts with: its version and the name of its first field. */
  private static final Pattern START = Pattern.compile("WARC/[01]\\.\\d{1,2}\\r?\\n[A-Za-z-]+:");

  private static final int START_BYTES = 40;

  /** The standard has four between records. */
  private static final int MAX_LINE_ENDS = 64;

  private final MemberReader reader;
  private final long maxBlockBytes;
  private boolean inMember = true;
  private boolean searching;
  private long offset = -1;

  /** Bytes before this offset were read twice already. */
  private long searched;

  private ByteArrayOutputStream record = new ByteArrayOutputStream();

  /** Starts with the member that is already open. */
  WarcFrames(MemberReader reader, long maxBlockBytes) {
    this.reader = reader;
    this.maxBlockBytes = maxBlockBytes;
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
    try {
      if (!findRecord()) {
        return false;
      }
    } finally {
      // Strictly ascending, so that ids are unique even where members hold several records.
      offset = Math.max(offset + 1, place());
    }
    readRecord();
    return true;
  }

  private long place() {
    return reader.memberStart() + reader.positionInMember();
  }

  /** Goes to the next byte that is no line end, in this member or a later one. */
  private boolean findRecord() throws DamagedInputException {
    boolean open = inMember;
    inMember = false; // damage of the compression costs the rest of the member
    while (open || reader.nextMember()) {
      if (searching && open) {
        skipToStart();
      }
      long unused = skipLineEnds();
      if (reader.peek(0) >= 0) {
        searching = false;
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
    long read = reader.transfer(Math.min(length, maxBlockBytes), record);
    boolean tooLarge = length > maxBlockBytes && read == maxBlockBytes;
    if (tooLarge) {
      read += reader.transfer(length - read, null);
    }
    if (read < length) {
      throw damaged(
          "truncated",
          "Content-Length is %d, only %d bytes follow".formatted(length, read),
          tooLarge);
    }
    boolean terminated = !reader.isChecked() && isNext(TERMINATOR);
    long lineEnds = skipLineEnds();
    if (!terminated && reader.peek(0) >= 0 && !isNext(MAGIC)) {
      throw damaged(
          "malformed-warc",
          "the record does not end where its Content-Length says, " + length,
          tooLarge || !keep(lineEnds));
    }
    inMember = true;
    if (tooLarge) {
      throw new DamagedInputException(
          "too-large",
          "Content-Length is %d, max-record-bytes is %d".formatted(length, maxBlockBytes));
    }
  }

  /** Whether these bytes follow, or the first of them before the end. */
  private boolean isNext(byte[] bytes) throws DamagedInputException {
    for (int i = 0; i < bytes.length; i++) {
      int next = reader.peek(i);
      if (next != bytes[i]) {
        return next < 0;
      }
    }
    return true;
  }

  /** Up to and with the empty line. */
  private String readHeader() throws DamagedInputException {
    int lineLength = 0;
    while (true) {
      int b = reader.read();
      if (b < 0) {
        throw damaged("truncated", "the file ends inside a record's header", false);
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

  /** Adds the line ends passed over, so that places can still be told; false if they are many. */
  private boolean keep(long lineEnds) {
    for (int i = 0; i < Math.min(lineEnds, MAX_LINE_ENDS); i++) {
      record.write('\n');
    }
    return lineEnds <= MAX_LINE_ENDS;
  }

  private long skipLineEnds() throws DamagedInputException {
    long skipped = 0;
    int next = reader.peek(0);
    while (next == '\r' || next == '\n') {
      int unused = reader.read();
      skipped++;
      next = reader.peek(0);
    }
    return skipped;
  }

  private void skipToStart() throws DamagedInputException {
    while (reader.peek(0) >= 0) {
      if (reader.peek(0) == MAGIC[0]) {
        String ahead = new String(reader.peekBytes(START_BYTES), StandardCharsets.ISO_8859_1);
        if (START.matcher(ahead).lookingAt()) {
          return;
        }
      }
      int unused = reader.read();
    }
  }

  private DamagedInputException malformed(String detail) {
    return damaged("malformed-warc", detail, false);
  }

  /**
   * Lets the next call search for a record: in the bytes that this one took, if they are all at
   * hand and none of them was searched before, which bounds the work.
   */
  private DamagedInputException damaged(String reason, String detail, boolean passedOver) {
    inMember = true;
    searching = true;
    if (!passedOver && offset >= searched) {
      searched = place();
      reader.unread(record.toByteArray(), 1);
    }
    return new DamagedInputException(reason, detail);
  }
}

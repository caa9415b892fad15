package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes the chunked transfer encoding (RFC 9112, section 7.1). */
final class ChunkedBody {
  private static final int MAX_SIZE_LINE_BYTES = 1 << 10;

  /** 15 hexadecimal digits fit 64 bits with a sign. */
  private static final Pattern SIZE_LINE =
      Pattern.compile("0*([0-9A-Fa-f]{1,15})[ \\t]*(?:;.*)?\\r?");

  private final byte[] body;
  private final boolean mayBeCut;
  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
  private int position;

  private ChunkedBody(byte[] body, boolean mayBeCut) {
    this.body = body;
    this.mayBeCut = mayBeCut;
  }

  /**
   * Joins the chunks. A body that does not start with one is given back: some crawlers store the
   * decoded body under the old header.
   *
   * @param mayBeCut whether the crawler says that it did not store the whole body
   */
  static byte[] decode(byte[] body, boolean mayBeCut) throws DamagedInputException {
    return new ChunkedBody(body, mayBeCut).decode();
  }

  private byte[] decode() throws DamagedInputException {
    while (position < body.length) {
      boolean first = position == 0;
      long size = size();
      if (size < 0 && first) {
        return body;
      }
      if (size < 0) {
        throw malformed();
      }
      if (size == 0) {
        return decoded.toByteArray(); // what follows are trailers
      }
      int part = (int) Math.min(size, body.length - position);
      decoded.write(body, position, part);
      position += part;
      if (part == size && position < body.length && !skipLineEnd()) {
        if (first) {
          return body;
        }
        throw malformed();
      }
    }
    if (!mayBeCut && body.length > 0) {
      throw new DamagedInputException("truncated", "the last chunk of the body is missing");
    }
    return decoded.toByteArray();
  }

  /** Takes a line with a chunk's size; -1 where there is none. */
  private long size() {
    int end = position;
    int most = Math.min(body.length, position + MAX_SIZE_LINE_BYTES);
    while (end < most && body[end] != '\n') {
      end++;
    }
    String line = new String(body, position, end - position, StandardCharsets.ISO_8859_1);
    Matcher matcher = SIZE_LINE.matcher(line);
    if (!matcher.matches()) {
      return -1;
    }
    position = Math.min(end + 1, body.length);
    return Long.parseLong(matcher.group(1), 16);
  }

  private boolean skipLineEnd() {
    int start = position;
    if (body[position] == '\r') {
      position++;
    }
    if (position < body.length && body[position] == '\n') {
      position++;
    }
    return position > start;
  }

  private DamagedInputException malformed() {
    return new DamagedInputException(
        "malformed-http", "no chunk starts at byte " + position + " of the chunked body");
  }
}

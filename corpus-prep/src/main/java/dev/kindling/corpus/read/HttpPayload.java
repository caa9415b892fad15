package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the transfer and content encodings of an HTTP body, within limits. What no class of the
 * JDK undoes, Brotli and Zstandard for example, is rejected by its name; crawlers for archives
 * seldom ask for it.
 */
final class HttpPayload {
  private final ReadLimits limits;

  HttpPayload(ReadLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes a body.
   *
   * @param mayBeCut whether the crawler says that it did not store the whole body
   * @throws DamagedInputException when it is damaged, too large or in an encoding nobody can undo
   */
  byte[] decode(HttpMessage http, boolean mayBeCut, Deadline deadline)
      throws DamagedInputException {
    byte[] decoded = http.body();
    List<String> codings = new ArrayList<>(http.elements("Content-Encoding"));
    codings.addAll(http.elements("Transfer-Encoding"));
    for (int i = codings.size() - 1; i >= 0; i--) {
      deadline.check();
      decoded =
          switch (codings.get(i)) {
            case "identity", "none", "utf-8" -> decoded;
            case "chunked" -> ChunkedBody.decode(decoded, mayBeCut);
            case "gzip", "x-gzip" -> gunzip(decoded, deadline);
            case "deflate" -> inflate(decoded, deadline);
            default ->
                throw new DamagedInputException(
                    "content-encoding", "cannot undo the encoding " + shown(codings.get(i)));
          };
    }
    return decoded;
  }

  /** The name is the server's, so it may be anything. */
  private static String shown(String coding) {
    return coding.length() <= 40 ? coding : coding.substring(0, 40) + "…";
  }

  /** Crawlers often store the decoded body under the old header: that is left as it is. */
  private byte[] gunzip(byte[] body, Deadline deadline) throws DamagedInputException {
    Members members = Members.of(new RawInput(new ByteArrayInputStream(body)), limits);
    if (members instanceof PlainMember) {
      return body;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemberReader reader = new MemberReader(members)) {
      while (reader.nextMember()) {
        deadline.check();
        long unused = reader.transfer(limits.maxRecordBytes() + 1 - out.size(), out);
        checkSize(out.size());
      }
    }
    return out.toByteArray();
  }

  /** "deflate" means zlib's format; some servers send the bare DEFLATE stream. */
  private byte[] inflate(byte[] body, Deadline deadline) throws DamagedInputException {
    boolean zlib =
        body.length >= 2
            && (body[0] & 0x0f) == 8
            && ((body[0] & 0xff) << 8 | (body[1] & 0xff)) % 31 == 0;
    Inflater inflater = new Inflater(!zlib);
    try {
      inflater.setInput(body);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[1 << 13];
      while (!inflater.finished()) {
        deadline.check();
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new DamagedInputException("truncated", "the DEFLATE data of the body is cut");
        }
        out.write(chunk, 0, count);
        limits.checkRatio(inflater.getBytesRead(), inflater.getBytesWritten());
        checkSize(out.size());
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new DamagedInputException("malformed-http", "the DEFLATE data of the body is invalid");
    } finally {
      inflater.end();
    }
  }

  private void checkSize(long size) throws DamagedInputException {
    if (size > limits.maxRecordBytes()) {
      throw new DamagedInputException(
          "too-large", "the decoded body passes max-record-bytes, " + limits.maxRecordBytes());
    }
  }
}

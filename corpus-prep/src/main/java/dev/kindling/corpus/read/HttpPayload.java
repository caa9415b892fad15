package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.netpreserve.jwarc.MessageHeaders;

/** Undoes the content encodings of an HTTP body, within limits. */
final class HttpPayload {
  private final ReadLimits limits;

  HttpPayload(ReadLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes a body.
   *
   * @param body after its transfer encoding was undone
   * @throws DamagedInputException when it is damaged, too large or in an encoding nobody can undo
   */
  byte[] decode(MessageHeaders headers, byte[] body, Deadline deadline)
      throws DamagedInputException {
    byte[] decoded = body;
    List<String> codings =
        List.of(
            String.join(",", headers.all("Content-Encoding"))
                .toLowerCase(Locale.ROOT)
                .split(",", -1));
    for (int i = codings.size() - 1; i >= 0; i--) {
      deadline.check();
      decoded =
          switch (codings.get(i).strip()) {
            case "", "identity", "none", "utf-8" -> decoded;
            case "gzip", "x-gzip" -> gunzip(decoded);
            case "deflate" -> inflate(decoded);
            default ->
                throw new DamagedInputException(
                    "content-encoding", "cannot undo the content encoding " + codings.get(i));
          };
    }
    return decoded;
  }

  /** Crawlers often store the decoded body under the old header: that is left as it is. */
  private byte[] gunzip(byte[] body) throws DamagedInputException {
    Members members = Members.of(new RawInput(new ByteArrayInputStream(body)), limits);
    if (members instanceof PlainMember) {
      return body;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemberReader reader = new MemberReader(members)) {
      while (reader.nextMember()) {
        long unused = reader.transfer(limits.maxRecordBytes() + 1 - out.size(), out);
        checkSize(out.size());
      }
    }
    return out.toByteArray();
  }

  /** "deflate" means zlib's format; some servers send the bare DEFLATE stream. */
  private byte[] inflate(byte[] body) throws DamagedInputException {
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
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new DamagedInputException("truncated", "the DEFLATE data of the body is cut");
        }
        out.write(chunk, 0, count);
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

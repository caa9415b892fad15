package dev.kindling.corpus.read;

import dev.kindling.corpus.TimeLimitException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a JSONL file, each a document. A record's offset is that of its line in the
 * decompressed file.
 */
final class JsonLines implements DocumentSource {
  private final String source;
  private final MemberReader reader;
  private final ReadLimits limits;
  private final JsonRecord records;
  private long membersBefore;
  private boolean ended;
  private boolean empty = true;

  /** Starts with the member that is already open. */
  JsonLines(String source, MemberReader reader, ReadLimits limits, ReadOptions options) {
    this.source = source;
    this.reader = reader;
    this.limits = limits;
    this.records = new JsonRecord(limits, options);
  }

  @Override
  public Optional<ReadResult> next() {
    Optional<ReadResult> result = nextLine();
    if (result.isEmpty() && empty) {
      result =
          Optional.of(Place.of(source, 0).rejected("empty", "there are no lines", new byte[0]));
    }
    empty = false;
    return result;
  }

  private Optional<ReadResult> nextLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (!ended) {
      long offset = membersBefore + reader.positionInMember();
      Place place = Place.of(source, offset);
      line.reset();
      try {
        long length = readLine(line);
        if (length > limits.maxRecordBytes()) {
          String detail =
              "the line has %d bytes, max-record-bytes is %d"
                  .formatted(length, limits.maxRecordBytes());
          return Optional.of(place.rejected("too-large", detail, line.toByteArray()));
        }
        if (!isBlank(line)) {
          return Optional.of(decode(place, line.toByteArray()));
        }
      } catch (DamagedInputException e) {
        ended = true;
        return Optional.of(place.rejected(e, line.toByteArray()));
      }
    }
    return Optional.empty();
  }

  private ReadResult decode(Place place, byte[] line) {
    try {
      return records.decode(place, line, limits.deadline());
    } catch (TimeLimitException e) {
      return place.rejected(e, line);
    }
  }

  /**
   * Takes a line, which may begin in one gzip member and end in the next.
   *
   * @param line receives the first {@link ReadLimits#maxRecordBytes} bytes of it, without its end
   * @return the line's length in bytes
   */
  private long readLine(ByteArrayOutputStream line) throws DamagedInputException {
    long length = 0;
    while (true) {
      length += reader.transferLine(limits.maxRecordBytes() - length, line);
      if (reader.read() >= 0) { // the line feed
        return length;
      }
      membersBefore += reader.positionInMember();
      if (!reader.nextMember()) {
        ended = true;
        return length;
      }
    }
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    return line.size() < 64 && line.toString(StandardCharsets.UTF_8).isBlank();
  }
}

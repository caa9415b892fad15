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
  private final Split split;
  private final ReadLimits limits;
  private final JsonRecord records;
  private long membersBefore;
  private boolean ended;
  private boolean started;
  private boolean empty = true;

  /**
   * Starts with the member that is already open; of a part that is not the file's first, with none
   * open, at the byte before the part.
   */
  JsonLines(
      String source, MemberReader reader, Split split, ReadLimits limits, ReadOptions options) {
    this.source = source;
    this.reader = reader;
    this.split = split;
    this.limits = limits;
    this.records = new JsonRecord(limits, options);
  }

  @Override
  public Optional<ReadResult> next() {
    if (!started) {
      started = true;
      skipLineBefore();
    }
    Optional<ReadResult> result = nextLine();
    if (result.isEmpty() && empty && split.first() && isBlankToTheEnd()) {
      result =
          Optional.of(Place.of(source, 0).rejected("empty", "there are no lines", new byte[0]));
    }
    empty = false;
    return result;
  }

  private Optional<ReadResult> nextLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (!ended && position() < split.end()) {
      long offset = position();
      Place place = Place.of(source, offset);
      line.reset();
      try {
        long length = readLine(line, limits.maxRecordBytes());
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
   * @param line receives the first bytes of it, without its end
   * @param most how many
   * @return the line's length in bytes
   */
  private long readLine(ByteArrayOutputStream line, long most) throws DamagedInputException {
    long length = 0;
    while (true) {
      length += reader.transferLine(most - length, line);
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

  private long position() {
    return membersBefore + reader.positionInMember();
  }

  /** A line belongs to the part in which it starts. */
  private void skipLineBefore() {
    if (split.first()) {
      return;
    }
    try {
      ended = !reader.nextMember();
      long unused = ended ? 0 : readLine(new ByteArrayOutputStream(), 0);
    } catch (DamagedInputException e) {
      throw new IllegalStateException("a plain file has no damage of its own", e);
    }
  }

  /** Whether the parts behind this one have no lines either. */
  private boolean isBlankToTheEnd() {
    try {
      for (int b = ended ? -1 : reader.read(); b >= 0; b = reader.read()) {
        if (b > ' ') {
          return false;
        }
      }
      return true;
    } catch (DamagedInputException e) {
      return false;
    }
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    return line.size() < 64 && line.toString(StandardCharsets.UTF_8).isBlank();
  }
}

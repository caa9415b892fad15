package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A file that is one document. */
final class WholeFile implements DocumentSource {
  private final InputFormat format;
  private final Place place;
  private final MemberReader reader;
  private final ReadLimits limits;
  private boolean done;

  WholeFile(InputFormat format, String source, MemberReader reader, ReadLimits limits) {
    this.format = format;
    this.place = new Place(source, 0, source);
    this.reader = reader;
    this.limits = limits;
  }

  @Override
  public Optional<ReadResult> next() {
    if (done) {
      return Optional.empty();
    }
    done = true;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      do {
        long unused = reader.transfer(limits.maxRecordBytes() + 1 - bytes.size(), bytes);
        if (bytes.size() > limits.maxRecordBytes()) {
          throw new DamagedInputException(
              "too-large", "the file passes max-record-bytes, " + limits.maxRecordBytes());
        }
      } while (reader.nextMember());
    } catch (DamagedInputException e) {
      return Optional.of(place.rejected(e, bytes.toByteArray()));
    }
    PayloadDecoder decoder = new PayloadDecoder(limits);
    byte[] payload = bytes.toByteArray();
    Deadline deadline = limits.deadline();
    try {
      return Optional.of(
          format == InputFormat.HTML
              ? decoder.html(place, payload, null, deadline)
              : decoder.text(place, payload, null, deadline));
    } catch (TimeLimitException e) {
      return Optional.of(place.rejected(e, payload));
    }
  }
}

package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A file that is one document, or a book of several. */
final class WholeFile implements DocumentSource {
  private final InputFormat format;
  private final Place place;
  private final MemberReader reader;
  private final ReadLimits limits;
  private final ReadOptions options;
  private Iterator<ReadResult> results;

  WholeFile(
      InputFormat format,
      String source,
      MemberReader reader,
      ReadLimits limits,
      ReadOptions options) {
    this.format = format;
    this.place = new Place(source, 0, source);
    this.reader = reader;
    this.limits = limits;
    this.options = options;
  }

  @Override
  public Optional<ReadResult> next() {
    if (results == null) {
      results = read().iterator();
    }
    return results.hasNext() ? Optional.of(results.next()) : Optional.empty();
  }

  private List<ReadResult> read() {
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
      return List.of(place.rejected(e, bytes.toByteArray()));
    }
    byte[] payload = bytes.toByteArray();
    try {
      return decode(payload, limits.deadline());
    } catch (TimeLimitException e) {
      return List.of(place.rejected(e, payload));
    }
  }

  private List<ReadResult> decode(byte[] payload, Deadline deadline) {
    PayloadDecoder decoder = new PayloadDecoder(limits, options.extraction());
    return switch (format) {
      case HTML -> List.of(decoder.html(place, payload, null, deadline));
      case BOOK -> decoder.book(place, payload, options, deadline);
      default -> List.of(decoder.text(place, payload, null, deadline));
    };
  }
}

package dev.kindling.corpus.read;

import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads the documents of one file, gzipped or not.
 *
 * <p>Bad bytes never throw: they come out as {@link ReadResult.Rejected}, after the records before
 * them. A failure of the storage does throw, as {@link java.io.UncheckedIOException}, so that it is
 * retried instead of being taken for a bad file. Not thread-safe.
 */
public final class DocumentReader implements Iterator<ReadResult>, AutoCloseable {
  private final InputFormat format;
  private final String source;
  private final RawInput raw;
  private final ReadLimits limits;
  private final ReadOptions options;
  private MemberReader members;
  private DocumentSource documents;
  private Optional<ReadResult> upcoming = Optional.empty();

  private DocumentReader(
      InputFormat format, String source, RawInput raw, ReadLimits limits, ReadOptions options) {
    this.format = format;
    this.source = source;
    this.raw = raw;
    this.limits = limits;
    this.options = options;
  }

  /**
   * Opens a file. Nothing is read yet.
   *
   * @param format how to read it
   * @param source input's name and path below its root; becomes part of the ids
   * @param in the file's bytes; closed with the reader
   * @param limits what one record may cost
   * @return its documents and rejects, in file order
   */
  public static DocumentReader open(
      InputFormat format, String source, InputStream in, ReadLimits limits) {
    return open(format, source, in, limits, ReadOptions.defaults());
  }

  /**
   * Opens a file. Nothing is read yet.
   *
   * @param format how to read it, any but {@link InputFormat#PARQUET}
   * @param source input's name and path below its root; becomes part of the ids
   * @param in the file's bytes; closed with the reader
   * @param limits what one record may cost
   * @param options how records are understood
   * @return its documents and rejects, in file order
   */
  public static DocumentReader open(
      InputFormat format, String source, InputStream in, ReadLimits limits, ReadOptions options) {
    if (format == InputFormat.PARQUET) {
      throw new IllegalArgumentException("Parquet cannot be read as a stream: " + source);
    }
    return new DocumentReader(format, source, new RawInput(in), limits, options);
  }

  @Override
  public boolean hasNext() {
    if (upcoming.isEmpty()) {
      if (documents == null) {
        documents = start();
      }
      upcoming = documents.next();
    }
    return upcoming.isPresent();
  }

  @Override
  public ReadResult next() {
    if (!hasNext()) {
      throw new NoSuchElementException(source + " has no more documents");
    }
    ReadResult result = upcoming.get();
    upcoming = Optional.empty();
    return result;
  }

  /** Closes the file. */
  @Override
  public void close() {
    if (members != null) {
      members.close();
    }
    raw.close();
  }

  private DocumentSource start() {
    Place place = new Place(source, 0, source);
    try {
      members = new MemberReader(Members.of(raw, limits));
      if (!members.nextMember()) {
        return once(place.rejected("empty", "the file is empty", new byte[0]));
      }
      byte[] prefix = members.peekBytes(FormatSniffer.PREFIX_BYTES);
      InputFormat actual =
          format == InputFormat.AUTO ? FormatSniffer.sniff(source, prefix) : format;
      return switch (actual) {
        case WARC -> new WarcDocuments(source, members, limits, options);
        case JSONL -> new JsonLines(source, members, limits, options);
        case EPUB -> new EpubDocuments(source, members, limits, options);
        default -> new WholeFile(actual, source, members, limits, options);
      };
    } catch (DamagedInputException e) {
      return once(place.rejected(e, new byte[0]));
    }
  }

  private static DocumentSource once(ReadResult result) {
    Iterator<ReadResult> single = Optional.of(result).stream().iterator();
    return () -> single.hasNext() ? Optional.of(single.next()) : Optional.empty();
  }
}

package dev.kindling.corpus.read;

import dev.kindling.corpus.wiki.WikiSite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
public final class DocumentReader implements RecordSource {
  private final InputFormat format;
  private final String source;
  private final RawBytes file;
  private final Split split;
  private final ReadLimits limits;
  private final ReadOptions options;
  private RawInput raw;
  private MemberReader members;
  private DocumentSource documents;
  private Optional<ReadResult> upcoming = Optional.empty();

  private DocumentReader(
      InputFormat format,
      String source,
      RawBytes file,
      Split split,
      RawInput raw,
      ReadLimits limits,
      ReadOptions options) {
    this.format = format;
    this.source = source;
    this.file = file;
    this.split = split;
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
    RawBytes once =
        offset -> {
          throw new IllegalStateException("a whole file is opened once");
        };
    return open(format, source, once, Split.WHOLE, new RawInput(in), limits, options);
  }

  /**
   * Opens a part of a file. A file that cannot be split comes whole from its first part, and
   * nothing from the others.
   *
   * @param format how to read it, any but {@link InputFormat#PARQUET}
   * @param source input's name and path below its root; becomes part of the ids
   * @param file opened at its start, which tells what it is, and again at the part
   * @param split the part
   * @param limits what one record may cost
   * @param options how records are understood
   * @return the documents and rejects that start in the part, in file order
   * @throws IOException if the file cannot be opened
   */
  public static DocumentReader open(
      InputFormat format,
      String source,
      RawBytes file,
      Split split,
      ReadLimits limits,
      ReadOptions options)
      throws IOException {
    return open(format, source, file, split, new RawInput(file.open(0)), limits, options);
  }

  private static DocumentReader open(
      InputFormat format,
      String source,
      RawBytes file,
      Split split,
      RawInput raw,
      ReadLimits limits,
      ReadOptions options) {
    if (format == InputFormat.PARQUET) {
      throw new IllegalArgumentException("Parquet cannot be read as a stream: " + source);
    }
    return new DocumentReader(format, source, file, split, raw, limits, options);
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
    members = new MemberReader(Members.of(raw, limits));
    byte[] prefix = {};
    DamagedInputException damage = null;
    try {
      if (!members.nextMember()) {
        return onlyFirst(once(place.rejected("empty", "the file is empty", new byte[0])));
      }
      prefix = members.peekBytes(FormatSniffer.PREFIX_BYTES);
    } catch (DamagedInputException e) {
      damage = e;
    }
    InputFormat actual = format == InputFormat.AUTO ? FormatSniffer.sniff(source, prefix) : format;
    if (actual == InputFormat.WIKIPEDIA) {
      return wikiPages(damage);
    }
    if (damage != null) {
      return onlyFirst(once(place.rejected(damage, new byte[0])));
    }
    if (actual == InputFormat.JSONL && !members.compressed()) {
      return jsonLines();
    }
    return onlyFirst(
        switch (actual) {
          case WARC -> new WarcDocuments(source, members, limits, options);
          case JSONL -> new JsonLines(source, members, Split.WHOLE, limits, options);
          case EPUB -> new EpubDocuments(source, members, limits, options);
          default -> new WholeFile(actual, source, members, limits, options);
        });
  }

  /** The pages of this part. What stands before the first page of the file is read for each. */
  private DocumentSource wikiPages(DamagedInputException damage) {
    WikiFrames head = new WikiFrames(members, Split.WHOLE, limits, damage == null);
    byte[] prolog = head.prolog();
    WikiSite site = WikiSite.parse(prolog);
    Optional<ReadResult> complaint =
        damage == null ? complaint(head, site, prolog) : Optional.empty();
    if (!split.equals(Split.WHOLE) && members.splittable()) {
      seek(split.start()); // a damaged start is met again
      WikiFrames frames = new WikiFrames(members, split, limits, false);
      return new WikiDocuments(source, frames, site, limits, complaint);
    }
    if (damage != null) { // told as WikiFrames tells of the first member
      complaint = Optional.of(new Place(source, 1, source).rejected(damage, new byte[0]));
    }
    return onlyFirst(new WikiDocuments(source, head, site, limits, complaint));
  }

  /** What is wrong with the file, for its first part to tell. */
  private Optional<ReadResult> complaint(WikiFrames head, WikiSite site, byte[] prolog) {
    Place place = new Place(source, 0, source);
    if (!head.isEmpty() || !split.first()) {
      return Optional.empty();
    }
    ReadResult result =
        switch (site.state()) {
          case COMPLETE -> place.rejected("empty", "the dump has no pages", prolog);
          case CUT -> place.rejected("truncated", "the file ends before a page", prolog);
          case NONE -> place.rejected("malformed-dump", "no <mediawiki> element", prolog);
        };
    return Optional.of(result);
  }

  /** The lines of this part. The byte before it tells whether a line starts with it. */
  private DocumentSource jsonLines() {
    if (!split.first()) {
      seek(split.start() - 1);
    }
    return new JsonLines(source, members, split, limits, options);
  }

  /** Opens the file again, to go on with the members behind an offset. */
  private void seek(long offset) {
    raw.close();
    try {
      raw = new RawInput(file.open(offset), offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    members.close();
    members = members.from(raw, split);
  }

  /** What a file that cannot be split gives: all of it to its first part. */
  private DocumentSource onlyFirst(DocumentSource whole) {
    return split.first() ? whole : Optional::empty;
  }

  private static DocumentSource once(ReadResult result) {
    Iterator<ReadResult> single = Optional.of(result).stream().iterator();
    return () -> single.hasNext() ? Optional.of(single.next()) : Optional.empty();
  }
}

package dev.kindling.corpus.read;

import java.util.Optional;

/** The pages of a WARC file. */
final class WarcDocuments implements DocumentSource {
  private final String source;
  private final WarcFrames frames;
  private final WarcPages pages;
  private final ReadLimits limits;

  /** Starts with the member that is already open. */
  WarcDocuments(String source, MemberReader reader, ReadLimits limits, ReadOptions options) {
    this.source = source;
    this.limits = limits;
    this.frames = new WarcFrames(reader, limits.maxRecordBytes());
    this.pages = new WarcPages(source, limits, options.extraction());
  }

  @Override
  public Optional<ReadResult> next() {
    try {
      while (frames.next()) {
        Optional<ReadResult> result =
            pages.decode(frames.offset(), frames.bytes(), limits.deadline());
        if (result.isPresent()) {
          return result;
        }
      }
      return Optional.empty();
    } catch (DamagedInputException e) {
      Place place = new Place(source, Math.max(0, frames.offset()), source);
      return Optional.of(place.rejected(e, frames.bytes()));
    }
  }
}

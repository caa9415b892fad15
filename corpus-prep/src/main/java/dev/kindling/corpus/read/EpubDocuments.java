package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.book.Gutenberg;
import dev.kindling.corpus.extract.BookPage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** An EPUB file: a document, or one for each page of its reading order. */
final class EpubDocuments implements DocumentSource {
  private final Place place;
  private final MemberReader reader;
  private final ReadLimits limits;
  private final ReadOptions options;
  private Iterator<ReadResult> results;

  EpubDocuments(String source, MemberReader reader, ReadLimits limits, ReadOptions options) {
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
    Deadline deadline = limits.deadline();
    MemberStream in = new MemberStream(reader, deadline);
    try {
      List<String> chapters = chapters(EpubArchive.read(reader, in, limits, deadline), deadline);
      return chapters.isEmpty()
          ? List.of(place.rejected("empty", "there is no text", in))
          : place.book(chapters, options);
    } catch (DamagedInputException e) {
      return List.of(place.rejected(e.reason(), e.getMessage(), in));
    } catch (TimeLimitException e) {
      return List.of(place.rejected(TimeLimitException.REASON, e.getMessage(), in));
    }
  }

  private List<String> chapters(EpubArchive archive, Deadline deadline)
      throws DamagedInputException {
    List<String> chapters = new ArrayList<>();
    for (String name : new EpubPackage(archive).pages()) {
      deadline.check();
      byte[] page =
          archive
              .page(name)
              .orElseThrow(
                  () ->
                      new DamagedInputException(
                          "malformed-epub", "the page " + name + " is missing"));
      chapters.add(text(name, page, deadline));
    }
    return Gutenberg.bodies(chapters);
  }

  private String text(String name, byte[] page, Deadline deadline) throws DamagedInputException {
    String html = CharsetDecoding.html(page, null);
    if (html.length() > limits.maxHtmlCharacters()) {
      throw new DamagedInputException(
          "html-too-large",
          "the page %s has %d characters, max-html-characters is %d"
              .formatted(name, html.length(), limits.maxHtmlCharacters()));
    }
    return BookPage.extract(html, limits.maxHtmlDepth(), deadline, options.extraction())
        .orElseThrow(
            () ->
                new DamagedInputException(
                    "html-too-deep",
                    "elements of the page %s are nested deeper than max-html-depth, %d"
                        .formatted(name, limits.maxHtmlDepth())));
  }
}

package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.wiki.WikiPage;
import dev.kindling.corpus.wiki.WikiSite;
import dev.kindling.corpus.wiki.Wikitext;
import java.util.Optional;

/** The articles of a MediaWiki dump. */
final class WikiDocuments implements DocumentSource {
  private final String source;
  private final WikiFrames frames;
  private final WikiSite site;
  private final ReadLimits limits;
  private Optional<ReadResult> complaint;

  /**
   * @param complaint comes first
   */
  WikiDocuments(
      String source,
      WikiFrames frames,
      WikiSite site,
      ReadLimits limits,
      Optional<ReadResult> complaint) {
    this.source = source;
    this.frames = frames;
    this.site = site;
    this.limits = limits;
    this.complaint = complaint;
  }

  @Override
  public Optional<ReadResult> next() {
    if (complaint.isPresent()) {
      Optional<ReadResult> told = complaint;
      complaint = Optional.empty();
      return told;
    }
    try {
      return frames.next()
          ? Optional.of(document(frames.offset(), frames.bytes()))
          : Optional.empty();
    } catch (DamagedInputException e) {
      return Optional.of(new Place(source, frames.offset(), source).rejected(e, frames.bytes()));
    }
  }

  private ReadResult document(long offset, byte[] bytes) {
    Deadline deadline = limits.deadline();
    Optional<WikiPage> parsed = WikiPage.parse(bytes);
    if (parsed.isEmpty()) {
      return new Place(source, offset, source)
          .rejected("malformed-page", "the page is no well-formed XML", bytes);
    }
    WikiPage page = parsed.get();
    Place place = new Place(source, offset, site.address(page.title()).orElse(source));
    Optional<String> reason = page.reasonToSkip();
    if (reason.isPresent()) {
      return place.rejected(reason.get(), page.title(), bytes);
    }
    try {
      String text = Wikitext.clean(page.text(), page.title(), site, deadline);
      return text.isEmpty()
          ? place.rejected("empty", "there is no text", bytes)
          : place.accepted(page.title() + "\n" + text);
    } catch (TimeLimitException e) {
      return place.rejected(e, bytes);
    }
  }
}

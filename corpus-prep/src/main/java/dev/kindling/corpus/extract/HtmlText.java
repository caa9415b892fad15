package dev.kindling.corpus.extract;

import dev.kindling.corpus.Deadline;
import java.io.StringReader;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Extracts the text of a page: drops what is no text or is repeated on every page, prefers the main
 * part where the page marks it, and writes one paragraph, heading, list item or table row a line.
 */
public final class HtmlText {
  private HtmlText() {}

  /**
   * Extracts the main text of a page of any depth.
   *
   * @param html the page, however malformed
   * @return normalised plain text, empty when the page has none
   */
  public static String extract(String html) {
    return extract(html, Integer.MAX_VALUE, Deadline.never()).orElseThrow();
  }

  /**
   * Extracts the main text unless elements are nested too deeply.
   *
   * @param html the page, however malformed
   * @param maxDepth deepest nesting allowed
   * @param deadline ends the work on this page with a {@link
   *     dev.kindling.corpus.TimeLimitException}
   * @return normalised plain text, empty text when the page has none; nothing when it is too deep
   */
  public static Optional<String> extract(String html, int maxDepth, Deadline deadline) {
    Element body =
        Parser.htmlParser().parseInput(deadline.guard(new StringReader(html)), "").body();
    deadline.check();
    if (PageSizes.depth(body) > maxDepth) {
      return Optional.empty();
    }
    Boilerplate.removeInvisible(body);
    Boilerplate.removeNavigation(body, PageSizes.of(body));
    deadline.check();
    PageSizes sizes = PageSizes.of(body);
    LineWriter lines = new LineWriter(sizes);
    mainPart(body, sizes).traverse(lines);
    deadline.check();
    return Optional.of(TextNormalizer.normalize(lines.finish()));
  }

  /** The largest element marked as the main part if it holds most of the text, else the body. */
  private static Element mainPart(Element body, PageSizes sizes) {
    Element largest = null;
    for (Element candidate : body.select("main, article, [role=main]")) {
      if (largest == null || sizes.characters(candidate) > sizes.characters(largest)) {
        largest = candidate;
      }
    }
    return largest != null && sizes.isMostOf(largest, body) ? largest : body;
  }
}

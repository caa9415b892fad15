package dev.kindling.corpus.extract;

import dev.kindling.corpus.Deadline;
import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Extracts all text of a page of an electronic book. Nothing in a book is boilerplate but what its
 * markup says is: tables of contents, page numbers, licences around the text.
 */
public final class BookPage {
  /** Elements that XHTML may write as one tag and HTML may not: there the rest would be inside. */
  private static final Pattern SELF_CLOSED =
      Pattern.compile(
          "<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\\b)"
              + "([A-Za-z][A-Za-z0-9:]{0,20}+)((?:\\s[^<>]{0,1000})?)/>");

  /** Of EPUB's structure vocabulary, and of DPUB-ARIA with {@code doc-} before it. */
  private static final Set<String> NO_TEXT =
      Set.of("toc", "landmarks", "page-list", "pagelist", "loi", "lot", "pagebreak", "cover");

  /** As Project Gutenberg and its tools name page numbers and licences. */
  private static final Set<String> NO_TEXT_CLASSES =
      Set.of("pagenum", "pageno", "page-number", "pg-boilerplate", "pgheader", "pgfooter");

  private static final double LIST_OF_LINKS = 0.8;
  private static final Set<String> NO_TEXT_IDS = Set.of("pg-header", "pg-footer");
  private static final Pattern HEADING = Pattern.compile("h[1-6]");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private BookPage() {}

  /**
   * Extracts the page's text unless elements are nested too deeply.
   *
   * @param xhtml the page, however malformed
   * @param maxDepth deepest nesting allowed
   * @param deadline ends the work on this page with a {@link
   *     dev.kindling.corpus.TimeLimitException}
   * @param options what is kept beside headings and paragraphs
   * @return normalised plain text, empty text when the page has none; nothing when it is too deep
   */
  public static Optional<String> extract(
      String xhtml, int maxDepth, Deadline deadline, ExtractionOptions options) {
    String html = SELF_CLOSED.matcher(deadline.guard(xhtml)).replaceAll("<$1$2></$1>");
    Element body =
        Parser.htmlParser().parseInput(deadline.guard(new StringReader(html)), "").body();
    deadline.check();
    PageReader reader = new PageReader(deadline);
    body.filter(reader);
    if (reader.maxDepth() > maxDepth) {
      return Optional.empty();
    }
    PageTree page = new PageTree(reader);
    if (isNoText(body) || isListOfLinks(page)) {
      return Optional.of("");
    }
    for (int i = page.next(0); i < page.size(); i = page.next(i)) {
      if (page.element(i) != null && isNoText(page.element(i))) {
        page.drop(i);
      }
    }
    page.measure();
    new OptionalParts(page, options).drop();
    deadline.check();
    return Optional.of(TextNormalizer.normalize(LineWriter.write(page, 0)));
  }

  /** A table of contents that is not marked as one: links below headings, and little else. */
  private static boolean isListOfLinks(PageTree page) {
    int links = 0;
    int headings = 0;
    for (int i = page.next(0); i < page.size(); i = page.next(i)) {
      links += page.isNamed(i, "a") ? 1 : 0;
      if (page.element(i) != null && HEADING.matcher(page.element(i).normalName()).matches()) {
        headings += page.characters(i);
      }
    }
    double linked = page.linkShare(0) * page.characters(0);
    return links > 1 && linked >= LIST_OF_LINKS * (page.characters(0) - headings);
  }

  private static boolean isNoText(Element element) {
    String name = element.normalName();
    if (name.equals("rt") || name.equals("rp")) { // how a word is read, above the word
      return true;
    }
    if (element.attributesSize() == 0) {
      return false;
    }
    return BLANKS.splitAsStream(element.attr("epub:type")).anyMatch(NO_TEXT::contains)
        || NO_TEXT.contains(element.attr("role").replaceFirst("^doc-", ""))
        || element.classNames().stream()
            .anyMatch(word -> NO_TEXT_CLASSES.contains(word.toLowerCase(Locale.ROOT)))
        || NO_TEXT_IDS.contains(element.id());
  }
}

package dev.kindling.corpus.extract;

import dev.kindling.corpus.Deadline;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Extracts the main text of a page, one paragraph, heading, list item or table row a line.
 *
 * <p>What is hidden, leads elsewhere or is repeated on every page is dropped first. Of a page with
 * an article the article's paragraphs are left, without title, author, captions and offers. Any
 * other page, such as a reference with tables and code, is kept as a whole. The time is linear in
 * the size of the page.
 */
public final class HtmlText {
  /** A page with less text may have it hidden until a script shows it. */
  private static final int SHORT_CHARACTERS = 250;

  /** How many times longer the text with the hidden parts must be to be taken instead. */
  private static final int MUCH_MORE = 5;

  private HtmlText() {}

  /**
   * Extracts the main text of a page of any depth, with lists, code and tables.
   *
   * @param html the page, however malformed
   * @return normalised plain text, empty when the page has none
   */
  public static String extract(String html) {
    return extract(html, Integer.MAX_VALUE, Deadline.never()).orElseThrow();
  }

  /**
   * Extracts the main text, with lists, code and tables, unless elements are nested too deeply.
   *
   * @param html the page, however malformed
   * @param maxDepth deepest nesting allowed
   * @param deadline ends the work on this page with a {@link
   *     dev.kindling.corpus.TimeLimitException}
   * @return normalised plain text, empty text when the page has none; nothing when it is too deep
   */
  public static Optional<String> extract(String html, int maxDepth, Deadline deadline) {
    return extract(html, maxDepth, deadline, ExtractionOptions.defaults());
  }

  /**
   * Extracts the main text unless elements are nested too deeply.
   *
   * @param html the page, however malformed
   * @param maxDepth deepest nesting allowed
   * @param deadline ends the work on this page with a {@link
   *     dev.kindling.corpus.TimeLimitException}
   * @param options what is kept beside headings and paragraphs
   * @return normalised plain text, empty text when the page has none; nothing when it is too deep
   */
  public static Optional<String> extract(
      String html, int maxDepth, Deadline deadline, ExtractionOptions options) {
    Element body =
        Parser.htmlParser().parseInput(deadline.guard(new StringReader(html)), "").body();
    deadline.check();
    PageReader visible = new PageReader(deadline);
    body.filter(visible);
    if (visible.maxDepth() > maxDepth) {
      return Optional.empty();
    }
    String text = text(new PageTree(visible), options, deadline);
    if (text.length() < SHORT_CHARACTERS) {
      PageReader all = new PageReader(true, deadline);
      body.filter(all);
      if (all.maxDepth() <= maxDepth) {
        String more = text(new PageTree(all), options, deadline);
        boolean wasHidden =
            more.length() >= SHORT_CHARACTERS && more.length() >= MUCH_MORE * text.length();
        return Optional.of(wasHidden ? more : text);
      }
    }
    return Optional.of(text);
  }

  private static String text(PageTree page, ExtractionOptions options, Deadline deadline) {
    new Boilerplate(page).drop();
    deadline.check();
    List<Integer> parts = mainParts(page);
    new OptionalParts(page, options).drop();
    deadline.check();
    StringBuilder lines = new StringBuilder();
    for (int part : parts) {
      lines.append(LineWriter.write(page, part));
    }
    deadline.check();
    return TextNormalizer.normalize(lines.toString());
  }

  /** The elements that hold the main text; those of an article are cleaned. */
  private static List<Integer> mainParts(PageTree page) {
    MainContent content = new MainContent(page);
    List<Integer> parts = content.find();
    if (!PageKind.isArticle(page, content, parts)) {
      return List.of(markedPart(page));
    }
    new ArticleCleaner(page).clean(parts);
    return parts;
  }

  /** The largest element marked as the main part if it holds most of the text, else the body. */
  private static int markedPart(PageTree page) {
    int largest = 0;
    for (int i = page.next(0); i < page.size(); i = page.next(i)) {
      if (isMarked(page.element(i))
          && (largest == 0 || page.characters(i) > page.characters(largest))) {
        largest = i;
      }
    }
    return page.isMostOf(largest, 0) ? largest : 0;
  }

  private static boolean isMarked(Element element) {
    return element != null
        && (element.normalName().equals("main")
            || element.normalName().equals("article")
            || element.attr("role").equals("main"));
  }
}

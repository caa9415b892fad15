package dev.kindling.corpus.extract;

import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Drops what stands within an article without being its text: the title and what is said about the
 * article, captions, what is offered beside it, and blocks that are links as a whole.
 */
final class ArticleCleaner {
  private static final Set<String> ELEMENTS =
      Set.of("h1", "header", "footer", "aside", "form", "nav", "figure", "figcaption", "time");
  private static final Vocabulary NAMES =
      new Vocabulary(
          "byline author authors contributor contributors bio dateline date datetime timestamp",
          "published pubdate tags tag meta",
          "caption captions credit credits gallery slideshow copyright disclaimer",
          "share sharing social related recommended recirc promo newsletter subscribe signup",
          "likes callout comments comment ads ad advertisement sponsored taboola outbrain");

  /** What is on the screen but not on paper, or the other way round, is not the text. */
  private static final List<String> PRINT_CLASSES =
      List.of("print-none", "print-block", "no-print", "noprint", "hidden-print", "hide-on-print");

  /** Share of link text from which a block as a whole is a link; 0.6 to 0.9 were tried. */
  private static final double MIN_LINK_SHARE = 0.8;

  /** A part with a larger share of the text is the text, whatever its name says. */
  private static final double LARGEST_PART = 0.3;

  private final PageTree page;

  ArticleCleaner(PageTree page) {
    this.page = page;
  }

  void clean(List<Integer> articles) {
    for (int article : articles) {
      for (int i = page.next(article); i < page.end(article); i = page.next(i)) {
        if (isAside(i) && page.characters(i) < LARGEST_PART * page.characters(article)) {
          page.drop(i);
        }
      }
    }
    page.measure();
  }

  private boolean isAside(int i) {
    Element element = page.element(i);
    return element != null && (isNamedSo(element) || isWholeLink(i));
  }

  private static boolean isNamedSo(Element element) {
    return ELEMENTS.contains(element.normalName())
        || NAMES.describes(element)
        || PRINT_CLASSES.stream().anyMatch(element.className()::contains);
  }

  private boolean isWholeLink(int i) {
    return page.isBlock(i) && page.linkShare(i) > MIN_LINK_SHARE;
  }
}

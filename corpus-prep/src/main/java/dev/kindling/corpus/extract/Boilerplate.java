package dev.kindling.corpus.extract;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Drops what leads elsewhere instead of being read: elements that say so by tag, role or name, and
 * lists that are mostly links.
 */
final class Boilerplate {
  private static final Set<String> AROUND_THE_TEXT =
      Set.of("nav", "header", "footer", "aside", "form");
  private static final Set<String> ARTICLE = Set.of("main", "article");
  private static final Set<String> NAVIGATION_ROLES =
      Set.of("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar");
  private static final Vocabulary NAVIGATION =
      new Vocabulary(
          "nav navbar navbars navigation navheader navfooter navlist topnav bottomnav subnav",
          "skipnav menu menubar submenu breadcrumb breadcrumbs footer sidebar toc",
          "share sharing social related recommended promo newsletter cookie cookies",
          "comments comment commentlist disqus subscribe signup ads advertisement taboola",
          "outbrain");
  private static final Set<String> NAMED_BY_ID = Set.of("div", "ul", "ol", "table", "td");

  /** Share of link text from which a block is a list of links; 0.5 to 0.8 were tried. */
  private static final double MIN_LINK_SHARE = 0.65;

  private static final Set<String> LISTING = Set.of("ul", "ol", "div", "section");
  private static final Set<String> NEVER =
      Set.of("body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6");

  private final PageTree page;

  Boilerplate(PageTree page) {
    this.page = page;
  }

  /** A part that holds most of the text is never navigation, whatever its name says. */
  void drop() {
    int articleEnd = 0;
    for (int i = page.next(0); i < page.size(); i = page.next(i)) {
      Element element = page.element(i);
      if (element == null) {
        continue;
      }
      if (ARTICLE.contains(element.normalName())) {
        articleEnd = Math.max(articleEnd, page.end(i));
      }
      boolean isTitle = element.normalName().equals("header") && i < articleEnd;
      if (((isNavigation(element) && !isTitle) || isListOfLinks(i)) && !page.isMostOf(i, 0)) {
        page.drop(i);
      }
    }
    page.measure();
  }

  private boolean isListOfLinks(int i) {
    return LISTING.contains(page.element(i).normalName()) && page.linkShare(i) >= MIN_LINK_SHARE;
  }

  private static boolean isNavigation(Element element) {
    String name = element.normalName();
    if (NEVER.contains(name)) {
      return false;
    }
    if (AROUND_THE_TEXT.contains(name)) {
      return true;
    }
    if (element.attributesSize() == 0) {
      return false;
    }
    return NAVIGATION_ROLES.contains(element.attr("role").toLowerCase(Locale.ROOT))
        || (element.isBlock() && NAVIGATION.isIn(element.className()))
        || (NAMED_BY_ID.contains(name) && NAVIGATION.isIn(element.id()));
  }
}

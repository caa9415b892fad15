package dev.kindling.corpus.extract;

import java.util.List;
import java.util.Set;

/** Tells a page whose text is an article from one that is to be kept as a whole. */
final class PageKind {
  private static final Set<String> REFERENCE = Set.of("dl", "pre", "code");

  /** Share of definitions, code and data from which a page is looked up rather than read. */
  private static final double MIN_REFERENCE = 0.2;

  /** Share of paragraphs in the text of an article. */
  private static final double MIN_PROSE = 0.4;

  /** Share of the page's prose below which the best element was not the article. */
  private static final double MIN_ARTICLE = 0.25;

  private PageKind() {}

  static boolean isArticle(PageTree page, MainContent content, List<Integer> parts) {
    int prose = content.prose(0);
    return prose >= MIN_PROSE * page.characters(0)
        && parts.stream().mapToInt(content::prose).sum() >= MIN_ARTICLE * prose
        && referenceCharacters(page) < MIN_REFERENCE * page.characters(0);
  }

  private static int referenceCharacters(PageTree page) {
    int characters = 0;
    for (int i = 0; i < page.size(); ) {
      boolean isReference =
          page.isDataRow(i)
              || (page.element(i) != null && REFERENCE.contains(page.element(i).normalName()));
      characters += isReference ? page.characters(i) : 0;
      i = isReference ? page.skipDropped(page.end(i)) : page.next(i);
    }
    return characters;
  }
}

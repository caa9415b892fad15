package dev.kindling.corpus.extract;

import java.util.Set;

/** Drops the lists, code and tables that the options leave out. */
final class OptionalParts {
  private static final Set<String> LISTS = Set.of("ul", "ol", "dl");

  private final PageTree page;
  private final ExtractionOptions options;

  OptionalParts(PageTree page, ExtractionOptions options) {
    this.page = page;
    this.options = options;
  }

  void drop() {
    if (options.equals(ExtractionOptions.defaults())) {
      return;
    }
    for (int i = page.next(0); i < page.size(); i = page.next(i)) {
      if (page.element(i) != null && isLeftOut(i)) {
        page.drop(i);
      }
    }
    page.measure();
  }

  private boolean isLeftOut(int i) {
    String name = page.element(i).normalName();
    return (!options.lists() && LISTS.contains(name))
        || (!options.code() && name.equals("pre"))
        || (!options.tables() && page.isDataRow(i));
  }
}

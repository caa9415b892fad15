package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Drops documents with too few different stop words. Gopher: at least 2 of the, be, to, of, and,
 * that, have, with. English only.
 */
record StopWords(double minimumCount) implements Rule {
  static final String NAME = "stop-words";
  private static final List<String> ENGLISH =
      List.of("the", "be", "to", "of", "and", "that", "have", "with");
  private static final int LONGEST = 4;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decision decide(Document document) {
    String text = document.text();
    Set<String> found = new HashSet<>();
    TextScan.words(
        text,
        (start, end) -> {
          int first = start;
          int last = end;
          while (first < last && !Character.isLetterOrDigit(text.charAt(first))) {
            first++;
          }
          while (last > first && !Character.isLetterOrDigit(text.charAt(last - 1))) {
            last--;
          }
          if (last - first <= LONGEST && found.size() < ENGLISH.size()) {
            String word = text.substring(first, last).toLowerCase(Locale.ROOT);
            if (ENGLISH.contains(word)) {
              found.add(word);
            }
          }
        });
    return Bounds.atLeast(NAME + ".minimum-count", found.size(), minimumCount);
  }
}

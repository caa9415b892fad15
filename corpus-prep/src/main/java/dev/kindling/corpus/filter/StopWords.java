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
  static final RuleKind KIND =
      RuleKind.named("stop-words")
          .number("minimum-count", 2)
          .makes(arguments -> new StopWords(arguments.number("minimum-count")));

  private static final List<String> ENGLISH =
      List.of("the", "be", "to", "of", "and", "that", "have", "with");
  private static final int LONGEST = 4;

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Spans words = scan.words();
    Set<String> found = new HashSet<>();
    for (int i = 0; i < words.size() && found.size() < ENGLISH.size(); i++) {
      String word = bareWord(scan.text(), words.start(i), words.end(i));
      if (ENGLISH.contains(word)) {
        found.add(word);
      }
    }
    return Bounds.atLeast("stop-words.minimum-count", found.size(), minimumCount);
  }

  /** A short word in lower case without what surrounds it, empty for a long one. */
  private static String bareWord(String text, int start, int end) {
    int first = start;
    int last = end;
    while (first < last && !Character.isLetterOrDigit(text.charAt(first))) {
      first++;
    }
    while (last > first && !Character.isLetterOrDigit(text.charAt(last - 1))) {
      last--;
    }
    return last - first > LONGEST ? "" : text.substring(first, last).toLowerCase(Locale.ROOT);
  }
}

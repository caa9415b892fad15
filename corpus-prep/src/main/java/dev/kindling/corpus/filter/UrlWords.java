package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.TreeSet;

/**
 * Drops documents with too many different listed words in their address. Two kinds, as in
 * RefinedWeb (Penedo et al. 2023): one word of the first kind is too many, it takes two of the
 * second.
 */
record UrlWords(String name, PhraseFinder words, double maximumCount) implements Rule {
  static final RuleKind BLOCKED = kind("blocked-url-words", 0);
  static final RuleKind SUSPECT = kind("suspect-url-words", 1);

  private static RuleKind kind(String name, double maximumCount) {
    return RuleKind.named(name)
        .texts("words")
        .files("files")
        .flag("whole-words", true)
        .number("maximum-count", maximumCount)
        .makes(
            arguments ->
                new UrlWords(
                    name,
                    new PhraseFinder(
                        arguments.entries("words", "files"), arguments.flag("whole-words")),
                    arguments.number("maximum-count")));
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    TreeSet<String> found = new TreeSet<>();
    words.find(
        document.uri().replace('_', '-'), // an underscore ends a word here
        (word, start, end) -> {
          found.add(word);
          return true;
        });
    return found.size() > maximumCount
        ? new Decision.Drop(
            name + ".maximum-count", found.size(), maximumCount, String.join(", ", found))
        : Decision.KEEP;
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes lines that hold a listed phrase, without regard to upper and lower case. C4: {@code
 * javascript} and what cookie banners say.
 */
record PhraseLines(PhraseFinder phrases) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("phrase-lines")
          .texts(
              "phrases",
              "javascript",
              "terms of use",
              "privacy policy",
              "cookie policy",
              "uses cookies",
              "use of cookies",
              "use cookies")
          .files("files")
          .makes(
              arguments ->
                  new PhraseLines(new PhraseFinder(arguments.entries("phrases", "files"), false)));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    List<Integer> ends = new ArrayList<>();
    phrases.find(
        scan.text(),
        (phrase, start, end) -> {
          ends.add(end);
          return true;
        });
    if (ends.isEmpty()) {
      return Decision.KEEP;
    }
    ends.add(Integer.MAX_VALUE);
    int[] next = {0};
    return LineRemoval.above(
        scan,
        "phrase-lines.phrases",
        0,
        (start, end) -> {
          int before = next[0];
          while (ends.get(next[0]) <= end) {
            next[0]++;
          }
          return next[0] - before;
        });
  }
}

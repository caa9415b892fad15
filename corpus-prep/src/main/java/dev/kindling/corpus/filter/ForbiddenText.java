package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Drops documents that hold a listed text, without regard to upper and lower case. C4: a curly
 * bracket, which stands for code, or {@code lorem ipsum}.
 */
record ForbiddenText(PhraseFinder texts) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("forbidden-text")
          .texts("texts", "{", "lorem ipsum")
          .files("files")
          .makes(
              arguments ->
                  new ForbiddenText(new PhraseFinder(arguments.entries("texts", "files"), false)));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Decision[] decision = {Decision.KEEP};
    texts.find(
        scan.text(),
        (found, start, end) -> {
          decision[0] = new Decision.Drop("forbidden-text.texts", 1, 0, found);
          return false;
        });
    return decision[0];
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.sentence.SentenceSplitter;

/** Drops documents with few sentences. C4: fewer than 3 (5 in the paper). */
record SentenceCount(double minimum) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("sentence-count")
          .number("minimum", 3)
          .makes(arguments -> new SentenceCount(arguments.number("minimum")));

  private static final ThreadLocal<SentenceSplitter> SPLITTER =
      ThreadLocal.withInitial(SentenceSplitter::new);

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Spans lines = scan.lines();
    int[] sentences = {0};
    for (int i = 0; i < lines.size() && sentences[0] < minimum; i++) {
      String line = scan.text().substring(lines.start(i), lines.end(i));
      SPLITTER.get().split(line, document.language().code(), (start, end) -> sentences[0]++);
    }
    return Bounds.atLeast("sentence-count.minimum", sentences[0], minimum);
  }
}

package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.Language;
import java.util.Set;

/**
 * Drops documents in another language, or in none that is clear. FineWeb: at least 0.65, CCNet: 0.5
 * (their detectors are others, see {@link dev.kindling.corpus.language.LanguageDetector}).
 */
record LanguageRule(Set<String> allowed, double minimumScore) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("language")
          .texts("allowed")
          .fraction("minimum-score", 0.65)
          .makes(
              arguments ->
                  new LanguageRule(
                      Set.copyOf(arguments.texts("allowed")), arguments.number("minimum-score")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    Language language = document.language();
    if (language.score() < minimumScore) {
      return new Decision.Drop(
          "language.minimum-score", language.score(), minimumScore, language.code());
    }
    return allowed.isEmpty() || allowed.contains(language.code())
        ? Decision.KEEP
        : new Decision.Drop("language.allowed", language.score(), minimumScore, language.code());
  }
}

package dev.kindling.corpus.filter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named choices of rules. */
final class Presets {
  private static final List<RuleKind> GOPHER_QUALITY =
      List.of(
          Length.KIND,
          MeanWordLength.KIND,
          SymbolRatio.KIND,
          AlphabeticWords.KIND,
          StopWords.KIND,
          BulletLines.KIND,
          EllipsisLines.KIND);

  private static final List<RuleKind> GOPHER_REPETITION =
      List.of(DuplicateLines.KIND, DuplicateParagraphs.KIND, TopNgrams.KIND, DuplicateNgrams.KIND);

  /** What runs where nothing is configured. */
  static final Map<String, Map<String, Object>> WITHOUT_CONFIGURATION =
      rules().and(DuplicateLines.KIND).and(GOPHER_QUALITY).map();

  static final Map<String, Map<String, Map<String, Object>>> ALL = all();

  private final Map<String, Map<String, Object>> rules = new LinkedHashMap<>();

  private Presets() {}

  private static Map<String, Map<String, Map<String, Object>>> all() {
    Map<String, Map<String, Map<String, Object>>> all = new LinkedHashMap<>();
    all.put("none", Map.of());
    all.put("gopher", rules().and(GOPHER_REPETITION).and(GOPHER_QUALITY).map());
    all.put("c4", c4());
    all.put("fineweb", fineweb());
    all.put("books", books());
    return all;
  }

  /** Raffel et al. 2020, with the thresholds of the published code. */
  private static Map<String, Map<String, Object>> c4() {
    return rules()
        .and(LongWordLines.KIND)
        .and(Citations.KIND)
        .and(UnfinishedLines.KIND)
        .and(FewWordLines.KIND)
        .and(PhraseLines.KIND)
        .and(ForbiddenText.KIND)
        .and(SentenceCount.KIND)
        .map();
  }

  /** Penedo et al. 2024; its C4 rules have the thresholds of C4's paper and no end-mark rule. */
  private static Map<String, Map<String, Object>> fineweb() {
    return rules()
        .and(LanguageRule.KIND, Map.of("allowed", List.of("eng")))
        .and(GOPHER_REPETITION)
        .and(GOPHER_QUALITY)
        .and(LongWordLines.KIND)
        .and(Citations.KIND)
        .and(FewWordLines.KIND, Map.of("minimum-words", 3.0))
        .and(PhraseLines.KIND)
        .and(ForbiddenText.KIND)
        .and(SentenceCount.KIND, Map.of("minimum", 5.0))
        .and(PunctuatedLines.KIND)
        .and(ShortLines.KIND)
        .and(RemainingDuplicateLines.KIND)
        .and(LineBreaks.KIND)
        .and(EmailAddresses.KIND)
        .and(IpAddresses.KIND)
        .map();
  }

  /**
   * For whole books, which are long, repeat a chapter's head on each page, and have verse: nothing
   * that looks at single lines. Our own choice; the n-gram thresholds are Gopher's.
   */
  private static Map<String, Map<String, Object>> books() {
    return rules()
        .and(TopNgrams.KIND)
        .and(DuplicateNgrams.KIND)
        .and(Length.KIND, Map.of("minimum-words", 1_000.0, "maximum-words", 10_000_000.0))
        .and(MeanWordLength.KIND)
        .and(SymbolRatio.KIND)
        .and(AlphabeticWords.KIND)
        .map();
  }

  private static Presets rules() {
    return new Presets();
  }

  private Presets and(RuleKind kind) {
    return and(kind, Map.of());
  }

  private Presets and(List<RuleKind> kinds) {
    kinds.forEach(this::and);
    return this;
  }

  private Presets and(RuleKind kind, Map<String, Object> parameters) {
    rules.put(kind.name(), parameters);
    return this;
  }

  private Map<String, Map<String, Object>> map() {
    return rules;
  }
}

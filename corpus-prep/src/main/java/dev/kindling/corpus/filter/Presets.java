package dev.kindling.corpus.filter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Named choices of rules. */
final class Presets {
  /** What runs where nothing is configured: Gopher's rules that take one look at a line or word. */
  static final Map<String, Map<String, Object>> WITHOUT_CONFIGURATION =
      withDefaults(
          DuplicateLines.KIND,
          Length.KIND,
          MeanWordLength.KIND,
          SymbolRatio.KIND,
          AlphabeticWords.KIND,
          StopWords.KIND,
          BulletLines.KIND,
          EllipsisLines.KIND);

  static final Map<String, Map<String, Map<String, Object>>> ALL =
      new TreeMap<>(Map.of("none", Map.of(), "gopher", WITHOUT_CONFIGURATION));

  private Presets() {}

  private static Map<String, Map<String, Object>> withDefaults(RuleKind... kinds) {
    Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
    for (RuleKind kind : kinds) {
      rules.put(kind.name(), Map.of());
    }
    return rules;
  }
}

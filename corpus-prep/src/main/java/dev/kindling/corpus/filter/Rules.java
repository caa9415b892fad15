package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The known rules by name, and how they are applied. */
public final class Rules {
  private Rules() {}

  /**
   * Builds the configured rules, in the order of {@link #defaults()} whatever the map's.
   *
   * @param config rule name to parameter name to value; parameters that are absent have their
   *     default
   * @return the rules named, no others
   * @throws IllegalArgumentException naming an unknown rule or parameter, with the nearest known
   *     one, or a value out of range
   */
  public static List<Rule> of(Map<String, Map<String, Double>> config) {
    requireKnown(config);
    List<Rule> rules = new ArrayList<>();
    for (RuleKind kind : RuleKind.ALL) {
      if (config.containsKey(kind.name())) {
        Map<String, Double> parameters = config.get(kind.name());
        rules.add(kind.build(parameters == null ? Map.of() : parameters));
      }
    }
    return List.copyOf(rules);
  }

  /**
   * All rules with all their default parameters.
   *
   * @return rule name to parameter name to value, in the order of application
   */
  public static Map<String, Map<String, Double>> defaults() {
    Map<String, Map<String, Double>> defaults = new LinkedHashMap<>();
    RuleKind.ALL.forEach(kind -> defaults.put(kind.name(), kind.defaults()));
    return defaults;
  }

  /**
   * Fills in what a config leaves open, so that it can be recorded whole.
   *
   * @param config as for {@link #of}
   * @return the same rules with all their parameters, in the order of application
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static Map<String, Map<String, Double>> resolve(Map<String, Map<String, Double>> config) {
    of(config);
    Map<String, Map<String, Double>> resolved = defaults();
    resolved.keySet().retainAll(config.keySet());
    config.forEach(
        (rule, parameters) ->
            resolved.get(rule).putAll(parameters == null ? Map.of() : parameters));
    return resolved;
  }

  private static void requireKnown(Map<String, Map<String, Double>> config) {
    List<String> known = RuleKind.ALL.stream().map(RuleKind::name).toList();
    for (String name : config.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("unknown rule " + name + RuleKind.hint(name, known));
      }
    }
  }

  /**
   * Applies rules in order until one drops the document; later rules see earlier edits.
   *
   * @param rules from {@link #of}
   * @param document normalised text
   * @return the first drop, else the edited text, else keep
   */
  public static Decision decide(List<Rule> rules, Document document) {
    Document current = document;
    Decision result = Decision.KEEP;
    for (Rule rule : rules) {
      Decision decision = rule.decide(current);
      if (decision instanceof Decision.Drop) {
        return decision;
      }
      if (decision instanceof Decision.Edit edit) {
        current = current.withText(edit.text());
        result = edit;
      }
    }
    return result;
  }
}

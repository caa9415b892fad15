package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.TextEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The known rules by name, and how they are applied. */
public final class Rules {
  private Rules() {}

  /**
   * Builds the configured rules, in the order of {@link #known()} whatever the map's.
   *
   * @param config rule name to parameter name to value: a number, boolean, string or list of
   *     strings; parameters that are absent have their default
   * @param resources reads the files that parameters name
   * @return the rules named, no others, without those that have {@code enabled: false}
   * @throws IllegalArgumentException naming every unknown rule or parameter, with the nearest known
   *     one, and every value that does not fit
   */
  public static List<Rule> of(Map<String, Map<String, Object>> config, RuleResources resources) {
    Map<String, Map<String, Object>> resolved = resolve(config);
    List<Rule> rules = new ArrayList<>();
    for (RuleKind kind : RuleKinds.ALL) {
      if (isEnabled(resolved.get(kind.name()))) {
        rules.add(kind.build(resolved.get(kind.name()), resources));
      }
    }
    return List.copyOf(rules);
  }

  /**
   * All rules there are, with all their parameters' defaults.
   *
   * @return rule name to parameter name to value, in the order of application
   */
  public static Map<String, Map<String, Object>> known() {
    Map<String, Map<String, Object>> known = new LinkedHashMap<>();
    RuleKinds.ALL.forEach(kind -> known.put(kind.name(), kind.defaults()));
    return known;
  }

  /**
   * The rules that run where the configuration names neither a preset nor rules.
   *
   * @return rule name to parameter name to value, in the order of application
   */
  public static Map<String, Map<String, Object>> defaults() {
    return resolve(Presets.WITHOUT_CONFIGURATION);
  }

  /**
   * A named choice of rules, to be changed with {@link #override}.
   *
   * @param name {@code none}, {@code gopher} and so on
   * @return rule name to the parameters that differ from their defaults
   * @throws IllegalArgumentException naming the nearest known preset
   */
  public static Map<String, Map<String, Object>> preset(String name) {
    Map<String, Map<String, Object>> preset = Presets.ALL.get(name);
    if (preset == null) {
      List<String> known = List.copyOf(Presets.ALL.keySet());
      throw new IllegalArgumentException("unknown preset " + name + RuleKind.hint(name, known));
    }
    return preset;
  }

  /**
   * Rules on top of other rules: a rule that both name gets the parameters of both, the second's
   * first.
   *
   * @param base such as a preset
   * @param changes rule name to parameter name to value
   * @return for {@link #resolve}
   */
  public static Map<String, Map<String, Object>> override(
      Map<String, Map<String, Object>> base, Map<String, Map<String, Object>> changes) {
    Map<String, Map<String, Object>> both = new LinkedHashMap<>(base);
    changes.forEach(
        (rule, parameters) -> {
          Map<String, Object> merged = new LinkedHashMap<>(base.getOrDefault(rule, Map.of()));
          merged.putAll(orEmpty(parameters));
          both.put(rule, merged);
        });
    return both;
  }

  /**
   * Checks a config and fills in what it leaves open, so that it can be recorded whole. Files are
   * not read.
   *
   * @param config as for {@link #of}
   * @return the same rules with all their parameters, in the order of application; a rule that is
   *     switched off has {@code enabled: false} and no other
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static Map<String, Map<String, Object>> resolve(Map<String, Map<String, Object>> config) {
    List<String> problems = new ArrayList<>();
    List<String> known = RuleKinds.ALL.stream().map(RuleKind::name).toList();
    for (String name : config.keySet()) {
      if (!known.contains(name)) {
        problems.add("unknown rule " + name + RuleKind.hint(name, known));
      }
    }
    Map<String, Map<String, Object>> resolved = new LinkedHashMap<>();
    for (RuleKind kind : RuleKinds.ALL) {
      if (config.containsKey(kind.name())) {
        resolved.put(kind.name(), resolve(kind, orEmpty(config.get(kind.name())), problems));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return resolved;
  }

  private static Map<String, Object> resolve(
      RuleKind kind, Map<String, Object> parameters, List<String> problems) {
    Map<String, Object> values = kind.resolve(parameters, problems);
    Object enabled = parameters.getOrDefault(RuleKind.ENABLED, true);
    if (!(enabled instanceof Boolean)) {
      problems.add(kind.name() + ".enabled must be true or false, got " + enabled);
    }
    return Boolean.FALSE.equals(enabled) ? Map.of(RuleKind.ENABLED, false) : values;
  }

  /**
   * The files that a config names, for whoever hands them to {@link #of}.
   *
   * @param config as for {@link #of}
   * @return paths as written, each once
   */
  public static Set<String> files(Map<String, Map<String, Object>> config) {
    Map<String, Map<String, Object>> resolved = resolve(config);
    Set<String> files = new LinkedHashSet<>();
    for (RuleKind kind : RuleKinds.ALL) {
      Map<String, Object> values = resolved.get(kind.name());
      if (isEnabled(values)) {
        Arguments arguments = new Arguments(values, path -> List.of());
        kind.parameters().stream()
            .filter(parameter -> parameter.type() == Parameter.Type.FILES)
            .forEach(parameter -> files.addAll(arguments.texts(parameter.name())));
      }
    }
    return files;
  }

  private static boolean isEnabled(Map<String, Object> resolved) {
    return resolved != null && !resolved.containsKey(RuleKind.ENABLED);
  }

  private static Map<String, Object> orEmpty(Map<String, Object> parameters) {
    return parameters == null ? Map.of() : parameters;
  }

  /**
   * Applies rules in order until one drops the document; later rules see earlier edits.
   *
   * @param rules from {@link #of}
   * @param document normalised text
   * @return what became of it
   */
  public static Outcome apply(List<Rule> rules, Document document) {
    Document current = document;
    TextScan scan = new TextScan(document.text());
    List<TextEdit> edits = new ArrayList<>();
    for (Rule rule : rules) {
      Decision decision = rule.decide(current, scan);
      if (decision instanceof Decision.Drop drop) {
        return new Outcome(current, Optional.of(drop), edits);
      }
      if (decision instanceof Decision.Edit edit) {
        current = current.withText(edit.text());
        scan = new TextScan(edit.text());
        edits.addAll(edit.edits());
      }
    }
    return new Outcome(current, Optional.empty(), edits);
  }
}

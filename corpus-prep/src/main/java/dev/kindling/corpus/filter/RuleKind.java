package dev.kindling.corpus.filter;

import dev.kindling.corpus.NearestName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A rule's name, its parameters with their defaults, and how to build it. Declared once each. */
record RuleKind(String name, List<Parameter> parameters, Function<double[], Rule> constructor) {
  /** Every known rule, in the order in which they are applied. */
  static final List<RuleKind> ALL =
      List.of(
          new RuleKind(
              Length.NAME,
              List.of(count("minimum-words", 50), count("maximum-words", 100_000)),
              v -> new Length(v[0], v[1])),
          new RuleKind(
              MeanWordLength.NAME,
              List.of(count("minimum", 3), count("maximum", 10)),
              v -> new MeanWordLength(v[0], v[1])),
          new RuleKind(
              SymbolRatio.NAME,
              List.of(count("maximum-hashes", 0.1), count("maximum-ellipses", 0.1)),
              v -> new SymbolRatio(v[0], v[1])),
          new RuleKind(
              AlphabeticWords.NAME,
              List.of(fraction("minimum-fraction", 0.8)),
              v -> new AlphabeticWords(v[0])),
          new RuleKind(
              StopWords.NAME, List.of(count("minimum-count", 2)), v -> new StopWords(v[0])),
          new RuleKind(
              BulletLines.NAME,
              List.of(fraction("maximum-fraction", 0.9)),
              v -> new BulletLines(v[0])),
          new RuleKind(
              EllipsisLines.NAME,
              List.of(fraction("maximum-fraction", 0.3)),
              v -> new EllipsisLines(v[0])),
          new RuleKind(
              DuplicateLines.NAME,
              List.of(
                  fraction("maximum-fraction", 0.3), fraction("maximum-character-fraction", 0.2)),
              v -> new DuplicateLines(v[0], v[1])));

  /** A threshold that may lie in [0, largest]. */
  record Parameter(String name, double defaultValue, double largest) {
    void check(String rule, double value) {
      if (!(value >= 0 && value <= largest)) { // also catches NaN
        String range = largest == 1 ? "in [0, 1]" : "at least 0";
        throw new IllegalArgumentException(
            rule + "." + name + " must be " + range + ", got " + value);
      }
    }
  }

  private static Parameter count(String name, double defaultValue) {
    return new Parameter(name, defaultValue, Double.MAX_VALUE);
  }

  private static Parameter fraction(String name, double defaultValue) {
    return new Parameter(name, defaultValue, 1);
  }

  List<String> parameterNames() {
    return parameters.stream().map(Parameter::name).toList();
  }

  Map<String, Double> defaults() {
    Map<String, Double> values = new LinkedHashMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.defaultValue()));
    return values;
  }

  /** Goes on in a message about an unknown name: the nearest known one, or all. */
  static String hint(String unknown, List<String> known) {
    return NearestName.of(unknown, known)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(() -> "; known are " + String.join(", ", known));
  }

  Rule build(Map<String, Double> configured) {
    for (String key : configured.keySet()) {
      if (!parameterNames().contains(key)) {
        throw new IllegalArgumentException(
            "unknown parameter " + key + " of rule " + name + hint(key, parameterNames()));
      }
    }
    double[] values = new double[parameters.size()];
    Arrays.setAll(
        values,
        i -> {
          Parameter parameter = parameters.get(i);
          double value = configured.getOrDefault(parameter.name(), parameter.defaultValue());
          parameter.check(name, value);
          return value;
        });
    return constructor.apply(values);
  }
}

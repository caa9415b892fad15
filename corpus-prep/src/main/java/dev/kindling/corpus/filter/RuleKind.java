package dev.kindling.corpus.filter;

import dev.kindling.corpus.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A rule's name, its parameters with their defaults, and how to build it. Declared once each. */
final class RuleKind {
  /** The parameter that every rule has: false takes a rule out of a preset. */
  static final String ENABLED = "enabled";

  private final String name;
  private final List<Parameter> parameters;
  private final Function<Arguments, Rule> constructor;

  private RuleKind(String name, List<Parameter> parameters, Function<Arguments, Rule> constructor) {
    this.name = name;
    this.parameters = parameters;
    this.constructor = constructor;
  }

  static Builder named(String name) {
    return new Builder(name);
  }

  String name() {
    return name;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  Map<String, Object> defaults() {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.defaultValue()));
    return values;
  }

  /**
   * Fills in defaults.
   *
   * @param configured parameter name to value
   * @param problems what is wrong is added here
   * @return a value for every parameter, in their order
   */
  Map<String, Object> resolve(Map<String, Object> configured, List<String> problems) {
    List<String> known = new ArrayList<>(parameters.stream().map(Parameter::name).toList());
    known.add(ENABLED);
    for (String key : configured.keySet()) {
      if (!known.contains(key)) {
        problems.add("unknown parameter " + key + " of rule " + name + hint(key, known));
      }
    }
    Map<String, Object> values = defaults();
    for (Parameter parameter : parameters) {
      Object written = configured.getOrDefault(parameter.name(), parameter.defaultValue());
      try {
        values.put(parameter.name(), parameter.read(written));
      } catch (IllegalArgumentException e) {
        problems.add(name + "." + parameter.name() + " " + e.getMessage() + ", got " + written);
      }
    }
    parameters.forEach(parameter -> checkRange(parameter.name(), values, problems));
    return values;
  }

  /** A minimum may not be above its maximum. */
  private void checkRange(String minimum, Map<String, Object> values, List<String> problems) {
    String maximum = minimum.replaceFirst("^minimum", "maximum");
    boolean above =
        !maximum.equals(minimum)
            && values.get(minimum) instanceof Double least
            && values.get(maximum) instanceof Double most
            && least > most;
    if (above) {
      problems.add(
          "%s.%s is %s, above %s, %s"
              .formatted(name, minimum, values.get(minimum), maximum, values.get(maximum)));
    }
  }

  Rule build(Map<String, Object> resolved, RuleResources resources) {
    return constructor.apply(new Arguments(resolved, resources));
  }

  /** Goes on in a message about an unknown name: the nearest known one, or all. */
  static String hint(String unknown, List<String> known) {
    return NearestName.of(unknown, known)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(() -> "; known are " + String.join(", ", known));
  }

  /** Gathers the parameters of a rule in the order of the documentation. */
  static final class Builder {
    private final String name;
    private final List<Parameter> parameters = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** A number that is at least 0. */
    Builder number(String parameter, double defaultValue) {
      return with(parameter, Parameter.Type.NUMBER, defaultValue);
    }

    /** A number in [0, 1]. */
    Builder fraction(String parameter, double defaultValue) {
      return with(parameter, Parameter.Type.FRACTION, defaultValue);
    }

    Builder flag(String parameter, boolean defaultValue) {
      return with(parameter, Parameter.Type.FLAG, defaultValue);
    }

    Builder text(String parameter, String defaultValue) {
      return with(parameter, Parameter.Type.TEXT, defaultValue);
    }

    Builder texts(String parameter, String... defaultValue) {
      return with(parameter, Parameter.Type.TEXTS, List.of(defaultValue));
    }

    /** Paths of files, none by default. */
    Builder files(String parameter) {
      return with(parameter, Parameter.Type.FILES, List.of());
    }

    private Builder with(String parameter, Parameter.Type type, Object defaultValue) {
      parameters.add(new Parameter(parameter, type, defaultValue));
      return this;
    }

    RuleKind makes(Function<Arguments, Rule> constructor) {
      return new RuleKind(name, List.copyOf(parameters), constructor);
    }
  }
}

package dev.kindling.corpus.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checked values of a rule's parameters, and the files that they name. */
final class Arguments {
  private final Map<String, Object> values;
  private final RuleResources resources;

  Arguments(Map<String, Object> values, RuleResources resources) {
    this.values = values;
    this.resources = resources;
  }

  double number(String name) {
    return (Double) values.get(name);
  }

  boolean flag(String name) {
    return (Boolean) values.get(name);
  }

  String text(String name) {
    return (String) values.get(name);
  }

  List<String> texts(String name) {
    return ((List<?>) values.get(name)).stream().map(String.class::cast).toList();
  }

  /** The lines of a file as they are. */
  List<String> lines(String file) {
    return resources.lines(file);
  }

  /** A list of the configuration and the entries of the files beside it. */
  List<String> entries(String texts, String files) {
    List<String> entries = new ArrayList<>(texts(texts));
    for (String file : texts(files)) {
      for (String line : resources.lines(file)) {
        String entry = line.strip();
        if (!entry.isEmpty() && !entry.startsWith("#")) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }
}

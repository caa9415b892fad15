package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;
import java.util.Map;

/** The known rules by name, and how they are applied. */
@SuppressWarnings("DoNotCallSuggester")
public final class Rules {
  private Rules() {}

  /**
   * Builds the configured rules, in one fixed order whatever the map's.
   *
   * @param config rule name to parameter name to value; parameters that are absent have their
   *     default
   * @return the rules named, no others
   * @throws IllegalArgumentException naming an unknown rule or parameter, with the nearest known
   *     one, or a value out of range
   */
  public static List<Rule> of(Map<String, Map<String, Double>> config) {
    throw new IllegalStateException("not built yet");
  }

  /**
   * All rules with all their default parameters.
   *
   * @return rule name to parameter name to value, in the order of application
   */
  public static Map<String, Map<String, Double>> defaults() {
    throw new IllegalStateException("not built yet");
  }

  /**
   * Applies rules in order until one drops the document; later rules see earlier edits.
   *
   * @param rules from {@link #of}
   * @param document normalised text
   * @return the first drop, else the edited text, else keep
   */
  public static Decision decide(List<Rule> rules, Document document) {
    throw new IllegalStateException("not built yet");
  }
}

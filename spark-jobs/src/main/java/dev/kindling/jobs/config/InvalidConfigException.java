package dev.kindling.jobs.config;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown by a config record that breaks its own rules; carries every rule that is broken. */
public final class InvalidConfigException extends IllegalArgumentException {
  private final transient List<ConfigProblem> problems;

  InvalidConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * All rules that are broken, keys relative to the record.
   *
   * @return at least one
   */
  public List<ConfigProblem> problems() {
    return problems;
  }
}

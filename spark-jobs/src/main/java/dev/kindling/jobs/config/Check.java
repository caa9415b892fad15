package dev.kindling.jobs.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers the rules that a config record breaks, so that all of them are reported together. */
final class Check {
  private final List<ConfigProblem> problems = new ArrayList<>();

  /**
   * Requires a condition.
   *
   * @param holds whether the rule is kept
   * @param key key below the record, dotted
   * @param value value as written
   * @param rule such as "must be in (0, 1)"
   * @return this
   */
  Check that(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      problems.add(new ConfigProblem(key, " = " + ConfigTree.shown(value) + ": " + rule, 0));
    }
    return this;
  }

  /**
   * Notes a key that is not there.
   *
   * @param remedy such as "name one, or a preset"
   */
  Check missing(String key, String remedy) {
    problems.add(new ConfigProblem(key, ": missing; " + remedy, 0));
    return this;
  }

  Check positive(String key, Number value) {
    double v = value.doubleValue();
    return that(v > 0 && Double.isFinite(v), key, value, "must be greater than 0");
  }

  Check positiveIfPresent(String key, Number value) {
    return value == null ? this : positive(key, value);
  }

  Check notNegative(String key, Number value) {
    double v = value.doubleValue();
    return that(v >= 0 && Double.isFinite(v), key, value, "must not be negative");
  }

  Check fraction(String key, double value) {
    return that(value >= 0 && value < 1, key, value, "must be in [0, 1)");
  }

  /**
   * Ends the checks.
   *
   * @throws InvalidConfigException if a rule is broken
   */
  void done() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }
}

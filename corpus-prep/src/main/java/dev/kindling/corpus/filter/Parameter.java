package dev.kindling.corpus.filter;

import java.util.List;

/**
 * One parameter of a rule.
 *
 * @param name words joined by hyphens
 * @param type what values it takes
 * @param defaultValue a value of that type
 */
record Parameter(String name, Type type, Object defaultValue) {
  /** The values that parameters take, as they are after reading. */
  enum Type {
    /** A double, at least 0. */
    NUMBER,
    /** A double in [0, 1]. */
    FRACTION,
    /** A boolean. */
    FLAG,
    /** A string. */
    TEXT,
    /** A list of strings. */
    TEXTS,
    /** A list of paths of files. */
    FILES
  }

  /**
   * Checks a value and brings it into one form.
   *
   * @param written a number, boolean, string or list of strings
   * @return a Double, Boolean, String or List of strings
   * @throws IllegalArgumentException with what it must be
   */
  Object read(Object written) {
    return switch (type) {
      case NUMBER -> number(written, Double.MAX_VALUE, "a number, at least 0");
      case FRACTION -> number(written, 1, "a number in [0, 1]");
      case FLAG -> require(written instanceof Boolean, written, "true or false");
      case TEXT -> require(written instanceof String, written, "a text");
      case TEXTS -> List.copyOf((List<?>) require(isTexts(written), written, "a list of texts"));
      case FILES -> List.copyOf((List<?>) require(isTexts(written), written, "a list of paths"));
    };
  }

  private static Object number(Object written, double largest, String rule) {
    boolean fits =
        written instanceof Number n && n.doubleValue() >= 0 && n.doubleValue() <= largest;
    require(fits, written, rule); // also refuses NaN
    return ((Number) written).doubleValue();
  }

  private static boolean isTexts(Object written) {
    return written instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
  }

  private static Object require(boolean fits, Object written, String rule) {
    if (!fits) {
      throw new IllegalArgumentException("must be " + rule);
    }
    return written;
  }
}

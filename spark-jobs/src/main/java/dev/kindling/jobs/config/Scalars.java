package dev.kindling.jobs.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads single values; each method throws {@link IllegalArgumentException} with the rule that is
 * broken.
 */
final class Scalars {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private Scalars() {}

  static boolean isScalar(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == String.class
        || type == Boolean.class
        || Number.class.isAssignableFrom(type);
  }

  static Object read(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(text);
    }
    if (type == int.class || type == Integer.class) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return number(text);
    }
    return constant(type, text);
  }

  /** Guesses the type as YAML does: what is quoted is a text. */
  static Object readPlain(String text, boolean plain) {
    if (plain && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    return plain && NUMBER.matcher(text).matches() ? (Object) Double.parseDouble(text) : text;
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("must be true or false");
    }
    return text.equals("true");
  }

  private static long whole(String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      if (!text.matches("[-+]?\\d+")) {
        throw new IllegalArgumentException("must be a whole number", e);
      }
    }
    throw new IllegalArgumentException("must be in [" + least + ", " + most + "]");
  }

  private static double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a number");
    }
    return Double.parseDouble(text);
  }

  private static Object constant(Class<?> type, String text) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(c -> (Enum<?>) c).toList();
    return constants.stream()
        .filter(c -> Names.value(c).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of "
                        + String.join(", ", constants.stream().map(Names::value).toList())));
  }
}

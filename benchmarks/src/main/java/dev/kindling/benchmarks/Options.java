package dev.kindling.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Arguments of the form {@code --name value}, each taken once and checked by its reader. */
public final class Options {
  private final Map<String, String> values = new TreeMap<>();

  /**
   * Splits arguments.
   *
   * @param names all options that there are, without dashes
   * @throws InvalidArgumentsException if an argument is none of them, given twice or lacks a value
   */
  public Options(List<String> arguments, List<String> names) {
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.remove(0);
      if (!option.startsWith("--") || !names.contains(option.substring(2))) {
        throw new InvalidArgumentsException(
            "unknown argument " + option + "; the options are --" + String.join(", --", names));
      }
      if (rest.isEmpty()) {
        throw new InvalidArgumentsException(option + " needs a value");
      }
      if (values.put(option.substring(2), rest.remove(0)) != null) {
        throw new InvalidArgumentsException(option + " is given twice");
      }
    }
  }

  /** Returns the value of an option, or the default. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * Returns the value of an option, or the default.
   *
   * @throws InvalidArgumentsException if it is no whole number of at least {@code minimum}
   */
  public int number(String name, int otherwise, int minimum) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= minimum) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below, as a number too small is
    }
    throw new InvalidArgumentsException(
        "--" + name + " must be a whole number of at least " + minimum + ", got " + text);
  }

  /**
   * Compiles a regular expression.
   *
   * @param what it selects, for the message
   * @throws InvalidArgumentsException if it is none
   */
  public static Pattern pattern(String what, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new InvalidArgumentsException(
          what + " must be a regular expression, got " + regex + ": " + e.getDescription());
    }
  }
}

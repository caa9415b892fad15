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
   * Returns the value of an option, or the default.
   *
   * @throws InvalidArgumentsException if it is no number above {@code least} and at most {@code
   *     most}
   */
  public double decimal(String name, double otherwise, double least, double most) {
    List<Double> numbers = decimals(name, List.of(otherwise), least, most);
    if (numbers.size() > 1) {
      throw new InvalidArgumentsException(
          "--" + name + " takes one number, got " + values.get(name));
    }
    return numbers.get(0);
  }

  /**
   * Returns the values of an option, which commas separate, or the default.
   *
   * @throws InvalidArgumentsException if one is no number above {@code least} and at most {@code
   *     most}
   */
  public List<Double> decimals(String name, List<Double> otherwise, double least, double most) {
    List<Double> numbers = new ArrayList<>();
    String text = values.get(name);
    for (String part : text == null ? List.<String>of() : List.of(text.split(",", -1))) {
      try {
        numbers.add(Double.parseDouble(part));
      } catch (NumberFormatException e) {
        numbers.add(Double.NaN); // refused below, as a number out of range is
      }
    }
    if (!numbers.stream().allMatch(number -> number > least && number <= most)) {
      throw new InvalidArgumentsException(
          "--%s must be above %s and at most %s, got %s".formatted(name, least, most, text));
    }
    return numbers.isEmpty() ? otherwise : numbers;
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

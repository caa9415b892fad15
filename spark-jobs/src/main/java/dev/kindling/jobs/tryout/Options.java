package dev.kindling.jobs.tryout;

import dev.kindling.corpus.NearestName;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The arguments of one command: {@code --name value} or {@code --name=value} pairs, and what stands
 * free.
 */
final class Options {
  private final String usage;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> free = new ArrayList<>();

  /**
   * Splits the arguments.
   *
   * @param usage shown with every error
   * @param names the options that the command knows, with their dashes
   */
  Options(List<String> arguments, String usage, Set<String> names) {
    this.usage = usage;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      if (equals > 0) { // --name=value
        values.put(known(argument.substring(0, equals), names), argument.substring(equals + 1));
      } else if (!argument.startsWith("--")) {
        free.add(argument);
      } else {
        String name = known(argument, names);
        if (i + 1 == arguments.size()) {
          throw wrong(name + " needs a value");
        }
        values.put(name, arguments.get(++i));
      }
    }
  }

  private String known(String name, Set<String> names) {
    if (names.contains(name)) {
      return name;
    }
    String hint =
        NearestName.of(name, names).map(meant -> "; did you mean " + meant + "?").orElse("");
    throw wrong("unknown option " + name + hint);
  }

  List<String> free() {
    return free;
  }

  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw wrong(name + " is missing");
    }
    return value;
  }

  /** An option's value, or the default's when it is absent. */
  <T> T value(String name, T absent, Function<String, T> parse) {
    String text = values.get(name);
    try {
      return text == null ? absent : parse.apply(text);
    } catch (NumberFormatException e) {
      throw wrong(name + " " + text + ": must be a number");
    }
  }

  KindlingException wrong(String problem) {
    return new KindlingException(ExitCode.USAGE, problem + "\nusage: " + usage);
  }
}

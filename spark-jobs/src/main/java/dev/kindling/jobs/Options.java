package dev.kindling.jobs;

import dev.kindling.corpus.NearestName;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The arguments of one command that needs no config: {@code --name value} or {@code --name=value}
 * pairs, {@code --flag} words without a value, and what stands free.
 */
public final class Options {
  private final String usage;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> free = new ArrayList<>();

  /**
   * Splits the arguments.
   *
   * @param usage shown with every error
   * @param names the options that take a value, with their dashes
   * @throws KindlingException (usage) at the first argument that does not belong
   */
  public Options(List<String> arguments, String usage, Set<String> names) {
    this(arguments, usage, names, Set.of());
  }

  /**
   * Splits the arguments.
   *
   * @param usage shown with every error
   * @param names the options that take a value, with their dashes
   * @param flags the options that take none
   * @throws KindlingException (usage) at the first argument that does not belong
   */
  public Options(List<String> arguments, String usage, Set<String> names, Set<String> flags) {
    this.usage = usage;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!argument.startsWith("--")) {
        free.add(argument);
      } else if (flags.contains(name)) {
        if (equals >= 0) {
          throw wrong(name + " takes no value, got " + argument.substring(equals + 1));
        }
        this.flags.add(name);
      } else if (!names.contains(name)) {
        throw unknown(name, names, flags);
      } else if (equals >= 0) {
        values.put(name, argument.substring(equals + 1));
      } else if (i + 1 == arguments.size()) {
        throw wrong(name + " needs a value");
      } else {
        values.put(name, arguments.get(++i));
      }
    }
  }

  private KindlingException unknown(String name, Set<String> names, Set<String> flags) {
    List<String> known = Stream.of(names, flags).flatMap(Set::stream).sorted().toList();
    String hint =
        NearestName.of(name, known).map(meant -> "; did you mean " + meant + "?").orElse("");
    return wrong("unknown option " + name + hint);
  }

  /** What stands free, in order. */
  public List<String> free() {
    return free;
  }

  /** Whether a flag was given. */
  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /**
   * An option's value.
   *
   * @throws KindlingException (usage) when it is absent
   */
  public String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw wrong(name + " is missing");
    }
    return value;
  }

  /**
   * An option's value, or the default's when it is absent.
   *
   * @param parse may throw {@link NumberFormatException}
   * @throws KindlingException (usage) when the value is no number
   */
  public <T> T value(String name, T absent, Function<String, T> parse) {
    String text = values.get(name);
    try {
      return text == null ? absent : parse.apply(text);
    } catch (NumberFormatException e) {
      throw wrong(name + " " + text + ": must be a number");
    }
  }

  /** A usage error with this problem and the command's usage, to be thrown. */
  public KindlingException wrong(String problem) {
    return new KindlingException(ExitCode.USAGE, problem + "\nusage: " + usage);
  }
}

package dev.kindling.benchmarks.kernels;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.Options;
import dev.kindling.model.kernels.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a measurement is asked for.
 *
 * @param kernels in the order of the table; with any product also the reference
 * @param types of product buffers
 * @param threads of the backend, and of the copies
 */
record KernelArguments(List<KernelCase> kernels, List<ElementType> types, int threads) {
  /**
   * Reads the command line: a regular expression, which may be missing, then options.
   *
   * @throws InvalidArgumentsException if an option is unknown or out of range, or no kernel's name
   *     fits
   */
  static KernelArguments parse(List<String> arguments) {
    boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("--");
    Options options =
        new Options(arguments.subList(named ? 1 : 0, arguments.size()), List.of("type", "threads"));
    return new KernelArguments(
        kernels(named ? arguments.get(0) : ""),
        types(options.text("type", "")),
        options.number("threads", 2, 1));
  }

  private static List<KernelCase> kernels(String regex) {
    Pattern pattern = Options.pattern("the kernels", regex);
    List<KernelCase> fitting =
        KernelCases.all().stream().filter(each -> pattern.matcher(each.name()).find()).toList();
    if (fitting.isEmpty()) {
      throw new InvalidArgumentsException(
          "no kernel's name fits "
              + regex
              + "; there are "
              + KernelCases.all().stream().map(KernelCase::name).toList());
    }
    boolean products = fitting.stream().anyMatch(each -> each.operations() > 0);
    return products && !fitting.contains(ProductCases.REFERENCE)
        ? Stream.concat(Stream.of(ProductCases.REFERENCE), fitting.stream()).toList()
        : fitting;
  }

  private static List<ElementType> types(String name) {
    List<ElementType> types =
        Arrays.stream(ElementType.values())
            .filter(type -> name.isEmpty() || type.name().toLowerCase(Locale.ROOT).equals(name))
            .toList();
    if (types.isEmpty()) {
      throw new InvalidArgumentsException("--type must be float32 or bfloat16, got " + name);
    }
    return types;
  }
}

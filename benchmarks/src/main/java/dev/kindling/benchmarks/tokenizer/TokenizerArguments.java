package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is to be measured.
 *
 * @param text UTF-8, one document a line
 * @param filter which rows
 * @param tokenizer a {@code tokenizer.json}; without one, that of bert-base-uncased's vocabulary
 * @param megabytes 10<sup>6</sup> bytes of the text at most, from its start
 * @param rounds measured passes over the text, of which the median counts
 * @param threads the larger number of threads; everything is measured on one thread too
 * @param trainer folder into which npm has installed {@code tokenizers}
 */
record TokenizerArguments(
    Path text,
    Predicate<String> filter,
    Optional<Path> tokenizer,
    int megabytes,
    int rounds,
    int threads,
    Optional<Path> trainer) {
  static final String USAGE =
      "tokenizer TEXT [--filter REGEX of row] [--tokenizer FILE] [--megabytes N] [--rounds N] [--threads N] [--trainer FOLDER]";

  /**
   * Reads the command line: the text, then options.
   *
   * @param rows names of all rows
   * @throws InvalidArgumentsException if an option is unknown or out of range, a file is missing,
   *     or the filter leaves nothing
   */
  static TokenizerArguments parse(List<String> arguments, List<String> rows) {
    if (arguments.isEmpty() || arguments.get(0).startsWith("--")) {
      throw new InvalidArgumentsException("the first argument must be a text file");
    }
    Options options =
        new Options(
            arguments.subList(1, arguments.size()),
            List.of("filter", "tokenizer", "megabytes", "rounds", "threads", "trainer"));
    Path text = existing("the text", arguments.get(0));
    Predicate<String> filter =
        Options.pattern("--filter", options.text("filter", "")).asPredicate();
    if (rows.stream().noneMatch(filter)) {
      throw new InvalidArgumentsException(
          "--filter %s leaves nothing to measure; the rows are %s"
              .formatted(options.text("filter", ""), rows));
    }
    return new TokenizerArguments(
        text,
        filter,
        Optional.ofNullable(options.text("tokenizer", null))
            .map(file -> existing("--tokenizer", file)),
        options.number("megabytes", 8, 1),
        options.number("rounds", 5, 1),
        options.number("threads", Runtime.getRuntime().availableProcessors(), 1),
        Optional.ofNullable(options.text("trainer", null))
            .map(folder -> existing("--trainer", folder)));
  }

  /** Thread counts to measure with, each once. */
  List<Integer> threadCounts() {
    return threads == 1 ? List.of(1) : List.of(1, threads);
  }

  private static Path existing(String name, String path) {
    if (!Files.exists(Path.of(path))) {
      throw new InvalidArgumentsException(name + " " + path + " does not exist");
    }
    return Path.of(path);
  }
}

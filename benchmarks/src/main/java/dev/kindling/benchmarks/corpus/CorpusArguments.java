package dev.kindling.benchmarks.corpus;

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
 * @param filter which rows
 * @param megabytes 10<sup>6</sup> bytes of text that a rate is measured over, in UTF-8
 * @param rounds measured passes, of which the median counts; one more goes before as warm-up
 * @param pages folder of an extraction benchmark: {@code ground-truth.json} and {@code html/}
 */
record CorpusArguments(Predicate<String> filter, int megabytes, int rounds, Optional<Path> pages) {
  static final String USAGE =
      "corpus [--filter REGEX of row] [--megabytes N] [--rounds N] [--pages FOLDER]";

  /**
   * Reads the command line.
   *
   * @param rows names of all rows
   * @throws InvalidArgumentsException if an option is unknown or out of range, the folder is
   *     missing, or the filter leaves nothing
   */
  static CorpusArguments parse(List<String> arguments, List<String> rows) {
    Options options = new Options(arguments, List.of("filter", "megabytes", "rounds", "pages"));
    String filter = options.text("filter", "");
    Predicate<String> wanted = Options.pattern("--filter", filter).asPredicate();
    if (rows.stream().noneMatch(wanted)) {
      throw new InvalidArgumentsException(
          "--filter " + filter + " leaves nothing to measure; the rows are " + rows);
    }
    Optional<Path> pages = Optional.ofNullable(options.text("pages", null)).map(Path::of);
    pages
        .filter(folder -> !Files.isRegularFile(folder.resolve("ground-truth.json")))
        .ifPresent(
            folder -> {
              throw new InvalidArgumentsException(
                  "--pages " + folder + " must be a folder that holds ground-truth.json and html/");
            });
    return new CorpusArguments(
        wanted, options.number("megabytes", 16, 1), options.number("rounds", 5, 1), pages);
  }
}

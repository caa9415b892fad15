package dev.kindling.benchmarks.averaging;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.Options;
import dev.kindling.model.averaging.OuterOptimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param text file, or folder of files, in any encoding
 * @param lossCases in the order of their lines
 * @param workers that average
 * @param steps of each worker
 * @param learningRate peak of the workers' schedule
 * @param threads runs at once; each takes one
 */
record AveragingArguments(
    Path text, List<LossCase> lossCases, int workers, int steps, double learningRate, int threads) {
  static final String USAGE =
      "averaging TEXT [--filter REGEX of row] [--workers N] [--steps N] [--learning-rate X] [--outer-learning-rates X,Y] [--outer-momentum X] [--threads N]";

  /**
   * Reads the command line: the text, then options.
   *
   * @throws InvalidArgumentsException if an option is unknown or out of range, the text is missing,
   *     or the filter leaves nothing
   */
  static AveragingArguments parse(List<String> arguments) {
    if (arguments.isEmpty() || arguments.get(0).startsWith("--")) {
      throw new InvalidArgumentsException("the first argument must be a text file or a folder");
    }
    Path text = Path.of(arguments.get(0));
    if (!Files.exists(text)) {
      throw new InvalidArgumentsException("the text " + text + " does not exist");
    }
    Options options =
        new Options(
            arguments.subList(1, arguments.size()),
            List.of(
                "filter",
                "workers",
                "steps",
                "learning-rate",
                "outer-learning-rates",
                "outer-momentum",
                "threads"));
    int workers = options.number("workers", 4, 2);
    return new AveragingArguments(
        text,
        lossCases(options, workers),
        workers,
        options.number("steps", 1000, 1),
        options.decimal("learning-rate", 3e-3, 0, 1),
        options.number("threads", Runtime.getRuntime().availableProcessors(), 1));
  }

  private static List<LossCase> lossCases(Options options, int workers) {
    double momentum = options.decimal("outer-momentum", 0.9, 0, 0.999);
    List<OuterOptimizer> nesterov =
        options.decimals("outer-learning-rates", List.of(0.7), 0, 10).stream()
            .map(rate -> new OuterOptimizer(rate, momentum))
            .toList();
    List<LossCase> all = LossCase.all(workers, nesterov);
    String filter = options.text("filter", "");
    List<LossCase> wanted =
        all.stream()
            .filter(way -> Options.pattern("--filter", filter).asPredicate().test(way.row()))
            .toList();
    if (wanted.isEmpty()) {
      throw new InvalidArgumentsException(
          "--filter %s leaves nothing to measure; the rows are %s"
              .formatted(filter, all.stream().map(LossCase::row).toList()));
    }
    return wanted;
  }
}

package dev.kindling.benchmarks.averaging;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.Options;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.averaging.OuterOptimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param text file, or folder of files, in any encoding
 * @param lossCases in the order of their lines
 * @param exchangeCases likewise, behind them
 * @param baseline whether DL4J's own rounds are measured, last
 * @param lossModel trained for the losses
 * @param workers that average
 * @param sequences of a worker's batch
 * @param steps of each worker
 * @param learningRate peak of the workers' schedule
 * @param threads runs at once; each takes one
 */
record AveragingArguments(
    Path text,
    List<LossCase> lossCases,
    List<ExchangeCase> exchangeCases,
    boolean baseline,
    TransformerConfig lossModel,
    int workers,
    int sequences,
    int steps,
    double learningRate,
    int threads,
    Exchange exchange) {
  static final String USAGE =
      "averaging TEXT [--filter REGEX of row] [--layers N] [--hidden N] [--workers N] [--sequences N] [--steps N] [--learning-rate X] [--outer-learning-rates X,Y] [--outer-momentum X] [--threads N]"
          + " [--model PRESET] [--executors N] [--rounds N] [--driver-mib N] [--executor-mib N]";

  private static final List<String> OPTIONS =
      List.of(
          "filter",
          "layers",
          "hidden",
          "workers",
          "sequences",
          "steps",
          "learning-rate",
          "outer-learning-rates",
          "outer-momentum",
          "threads",
          "model",
          "executors",
          "rounds",
          "driver-mib",
          "executor-mib");

  /**
   * How exchanges are measured.
   *
   * @param model preset of the config, whose parameters travel
   * @param executors processes, of one core each
   * @param rounds measured
   * @param driverMebibytes heap of the driver
   * @param executorMebibytes heap of each executor
   */
  record Exchange(
      String model, int executors, int rounds, int driverMebibytes, int executorMebibytes) {}

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
    Options options = new Options(arguments.subList(1, arguments.size()), OPTIONS);
    int workers = options.number("workers", 4, 2);
    List<LossCase> losses = LossCase.all(workers, nesterov(options));
    List<ExchangeCase> exchanges = ExchangeCase.all();
    String filter = options.text("filter", "");
    Predicate<String> wanted = Options.pattern("--filter", filter).asPredicate();
    List<String> rows =
        Stream.of(
                losses.stream().map(LossCase::row),
                exchanges.stream().map(ExchangeCase::row),
                Stream.of(Dl4jBaseline.ROW))
            .flatMap(row -> row)
            .toList();
    if (rows.stream().noneMatch(wanted)) {
      throw new InvalidArgumentsException(
          "--filter %s leaves nothing to measure; the rows are %s".formatted(filter, rows));
    }
    return new AveragingArguments(
        text,
        losses.stream().filter(way -> wanted.test(way.row())).toList(),
        exchanges.stream().filter(way -> wanted.test(way.row())).toList(),
        wanted.test(Dl4jBaseline.ROW),
        lossModel(options),
        workers,
        options.number("sequences", 4, 1),
        options.number("steps", 600, 1),
        options.decimal("learning-rate", 3e-3, 0, 1),
        options.number("threads", Runtime.getRuntime().availableProcessors(), 1),
        new Exchange(
            options.text("model", "bert-base"),
            options.number("executors", 2, 1),
            options.number("rounds", 4, 1),
            options.number("driver-mib", 4096, 512),
            options.number("executor-mib", 4608, 512)));
  }

  private static TransformerConfig lossModel(Options options) {
    int hidden = options.number("hidden", 128, 32);
    if (hidden % 32 != 0) {
      throw new InvalidArgumentsException("--hidden must be a multiple of 32, got " + hidden);
    }
    return LossRun.model(options.number("layers", 2, 1), hidden);
  }

  private static List<OuterOptimizer> nesterov(Options options) {
    double momentum = options.decimal("outer-momentum", 0.9, 0, 0.999);
    return options.decimals("outer-learning-rates", List.of(0.7), 0, 10).stream()
        .map(rate -> new OuterOptimizer(rate, momentum))
        .toList();
  }
}

package dev.kindling.benchmarks.training;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.Options;
import dev.kindling.model.Precision;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a comparison is asked for.
 *
 * @param filter which {@code model/dtype} are compared
 * @param steps measured steps of each side
 * @param warmUpSteps steps of each side before, not measured: after about 20 the compilers of Java
 *     have done their work
 * @param threads of each side
 * @param pauseMs between two steps, until the other side's threads sleep: OpenMP's spin for a few
 *     milliseconds
 */
record TrainingArguments(
    Predicate<String> filter, int steps, int warmUpSteps, int threads, int pauseMs) {
  static final String USAGE =
      "training [--filter REGEX of model/dtype] [--steps N] [--warm-up N] [--threads N]"
          + " [--pause MS]";

  /**
   * Reads the command line.
   *
   * @throws InvalidArgumentsException if an option is unknown or out of range, or the filter leaves
   *     nothing
   */
  static TrainingArguments parse(List<String> arguments) {
    Options options =
        new Options(arguments, List.of("filter", "steps", "warm-up", "threads", "pause"));
    TrainingArguments parsed =
        new TrainingArguments(
            Options.pattern("--filter", options.text("filter", "")).asPredicate(),
            options.number("steps", 12, 1),
            options.number("warm-up", 20, 0),
            options.number("threads", 2, 1),
            options.number("pause", 20, 0));
    boolean any =
        Workload.ALL.stream()
            .anyMatch(
                workload ->
                    List.of(Precision.values()).stream().anyMatch(p -> parsed.wants(workload, p)));
    if (!any) {
      throw new InvalidArgumentsException(
          "--filter "
              + options.text("filter", "")
              + " leaves nothing to compare; there are the models "
              + Workload.ALL.stream().map(Workload::name).toList()
              + ", each in float32 and bfloat16");
    }
    return parsed;
  }

  /** Returns whether a workload is to be compared in a precision. */
  boolean wants(Workload workload, Precision precision) {
    return filter.test(workload.name() + "/" + Comparison.dtype(precision));
  }
}

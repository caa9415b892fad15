package dev.kindling.benchmarks;

import dev.kindling.benchmarks.averaging.AveragingMeasurement;
import dev.kindling.benchmarks.corpus.CorpusMeasurement;
import dev.kindling.benchmarks.exchange.ExchangeMeasurement;
import dev.kindling.benchmarks.kernels.KernelMeasurement;
import dev.kindling.benchmarks.tokenizer.IdsMeasurement;
import dev.kindling.benchmarks.tokenizer.TokenizerMeasurement;
import dev.kindling.benchmarks.training.GpuComparison;
import dev.kindling.benchmarks.training.TrainingComparison;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Finds the subcommand that {@code benchmarks/run} is asked for. */
public final class Main {
  /** Made when asked for: each needs other libraries. */
  private static final Map<String, Supplier<Subcommand>> SUBCOMMANDS =
      new TreeMap<>(
          Map.of(
              "averaging", AveragingMeasurement::new,
              "corpus", CorpusMeasurement::new,
              "exchange", ExchangeMeasurement::new,
              "gpu", GpuComparison::new,
              "kernels", KernelMeasurement::new,
              "tokenizer", TokenizerMeasurement::new,
              "tokenizer-ids", IdsMeasurement::new,
              "training", TrainingComparison::new));

  private Main() {}

  /** Runs one subcommand and ends with its status; 2 when the arguments make no sense. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(Arrays.asList(arguments), System.out, System.err));
  }

  /** Runs one subcommand and returns the exit status. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
    Supplier<Subcommand> named = arguments.isEmpty() ? null : SUBCOMMANDS.get(arguments.get(0));
    if (named == null) {
      boolean help = arguments.isEmpty() || List.of("help", "--help").contains(arguments.get(0));
      (help ? out : err).print((help ? "" : "no subcommand " + arguments.get(0) + "\n") + usage());
      return help ? 0 : 2;
    }
    Subcommand subcommand = named.get();
    try {
      return subcommand.run(arguments.subList(1, arguments.size()), out);
    } catch (InvalidArgumentsException e) {
      err.println(e.getMessage() + "\n" + subcommand.usage());
      return 2;
    }
  }

  private static String usage() {
    StringBuilder text = new StringBuilder("Usage: benchmarks/run SUBCOMMAND [OPTIONS]\n");
    SUBCOMMANDS.values().forEach(each -> text.append("  ").append(each.get().usage()).append('\n'));
    return text.toString();
  }
}

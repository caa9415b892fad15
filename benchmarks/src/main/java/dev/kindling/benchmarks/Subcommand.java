package dev.kindling.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** One thing that {@code benchmarks/run} can do. */
public interface Subcommand {
  /** Returns one line: the subcommand with its options. */
  String usage();

  /**
   * Measures, and prints what it finds.
   *
   * @param arguments without the subcommand's own name
   * @return exit status, 0 when everything asked for was measured
   * @throws InvalidArgumentsException before anything runs
   */
  int run(List<String> arguments, PrintStream out) throws Exception;
}

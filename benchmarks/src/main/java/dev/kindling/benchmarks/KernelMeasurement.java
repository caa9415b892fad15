package dev.kindling.benchmarks;

import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.Main;

/** {@code kernels}: JMH with its own options. */
final class KernelMeasurement implements Subcommand {
  @Override
  public String usage() {
    return "kernels [JMH OPTIONS] [REGEX of benchmarks]";
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    Main.main(arguments.toArray(new String[0]));
    return 0;
  }
}

package dev.kindling.benchmarks.kernels;

import dev.kindling.benchmarks.Subcommand;
import dev.kindling.model.kernels.ElementType;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code kernels}: single kernels beside the machine's rates, as a table. */
public final class KernelMeasurement implements Subcommand {
  @Override
  public String usage() {
    return "kernels [REGEX of kernels] [--type float32|bfloat16] [--threads N]";
  }

  @Override
  public int run(List<String> words, PrintStream out) {
    KernelArguments arguments = KernelArguments.parse(words);
    Measurements measurements = new Measurements(arguments.threads());
    List<KernelResult> results = new ArrayList<>();
    boolean complete = true;
    for (ElementType type : arguments.types()) {
      for (KernelCase kernel : arguments.kernels()) {
        System.err.println("measuring " + kernel.name() + ", " + type);
        Optional<Double> nanos = measurements.kernelNanos(kernel, type);
        if (nanos.isEmpty()) {
          complete = false;
          out.println(kernel.name() + ", " + type + ": failed");
        } else {
          double copyNanos = measurements.copyNanos(kernel.bytes(type));
          results.add(new KernelResult(kernel, type, nanos.get(), copyNanos));
        }
      }
    }
    KernelTable.lines(results).forEach(out::println);
    return complete ? 0 : 1;
  }
}

package dev.kindling.benchmarks.training;

import dev.kindling.benchmarks.Options;
import dev.kindling.model.kernels.Backends;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a measurement on a GPU is asked for.
 *
 * @param filter which workloads
 * @param steps measured steps
 * @param warmUpSteps before them, not measured
 * @param device such as {@code cuda} or {@code cuda:1}
 * @param python with PyTorch, the other side; it does without where that is missing
 */
record GpuArguments(Pattern filter, int steps, int warmUpSteps, String device, String python) {
  static final String USAGE =
      "gpu [--filter REGEX of model or kernels] [--steps N] [--warm-up N] [--device cuda[:GPU]]"
          + " [--python PROGRAM]";

  static GpuArguments parse(List<String> arguments) {
    Options options =
        new Options(arguments, List.of("filter", "steps", "warm-up", "device", "python"));
    return new GpuArguments(
        Options.pattern("--filter", options.text("filter", "")),
        options.number("steps", 30, 1),
        options.number("warm-up", 10, 1),
        options.text("device", "cuda"),
        options.text("python", "python3"));
  }

  boolean wants(String name) {
    return filter.matcher(name).find();
  }

  /** The GPU, as CUDA's own classes take it. */
  String address() {
    String name = Backends.name(device);
    return device.length() > name.length() ? device.substring(name.length() + 1) : "";
  }
}

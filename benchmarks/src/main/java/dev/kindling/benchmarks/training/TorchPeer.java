package dev.kindling.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.model.kernels.cuda.GpuRates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PyTorch on the GPU, by {@code benchmarks/torch-step.py} in a Python that has it. */
final class TorchPeer {
  private static final String SCRIPT = "benchmarks/torch-step.py";

  /** Compiling takes a minute or two. */
  private static final long MOST_MINUTES = 6;

  private TorchPeer() {}

  /** What the script prints, as its last line. */
  private record Answer(
      String version, double medianMs, double reservedGib, double allocatedGib, double loss) {}

  /** Returns whether a Python has PyTorch. */
  static boolean isThere(String python) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import torch")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) { // there is no such program
      return false;
    }
  }

  /**
   * Measures a workload.
   *
   * @throws IllegalStateException if the script fails, or takes more than some minutes
   */
  static GpuRow measure(Workload workload, GpuArguments arguments, GpuRates rates) {
    List<String> command = command(workload, arguments);
    try {
      Answer answer = JsonLines.read(lastLine(command), Answer.class);
      return GpuComparison.row(
          "torch-" + answer.version(),
          workload,
          rates,
          answer.medianMs(),
          answer.reservedGib(),
          answer.allocatedGib(),
          answer.loss());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted");
    }
  }

  private static String lastLine(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("torch-step", ".json");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(SCRIPT + " took more than " + MOST_MINUTES + " minutes");
      }
      List<String> lines = Files.readAllLines(output, UTF_8);
      if (process.exitValue() != 0 || lines.isEmpty()) {
        throw new IllegalStateException(SCRIPT + " ended with status " + process.exitValue());
      }
      return lines.get(lines.size() - 1);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly); // that compile
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  private static List<String> command(Workload workload, GpuArguments arguments) {
    List<String> command = new ArrayList<>();
    command.add(arguments.python());
    command.add(Path.of(System.getProperty("kindling.home", "."), SCRIPT).toString());
    command.addAll(
        List.of(
            workload.model().isBert() ? "bert" : "gpt",
            "--layers=" + workload.model().layers(),
            "--hidden=" + workload.model().hidden(),
            "--heads=" + workload.model().heads(),
            "--pieces=" + workload.model().vocabularySize(),
            "--sequences=" + workload.sequences(),
            "--length=" + workload.length(),
            "--predictions=" + workload.predictions(),
            "--steps=" + arguments.steps(),
            "--warm-up=" + arguments.warmUpSteps()));
    return command;
  }
}

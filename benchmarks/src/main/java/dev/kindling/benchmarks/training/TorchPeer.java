package dev.kindling.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.benchmarks.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** PyTorch on the GPU, by {@code benchmarks/torch-step.py} in a Python that has it. */
final class TorchPeer {
  private static final String SCRIPT = "benchmarks/torch-step.py";

  private TorchPeer() {}

  /** What the script prints, as its last line. */
  private record Answer(String version, double medianMs, double peakGib, double loss) {}

  /**
   * Measures a workload.
   *
   * @throws IllegalStateException if there is no such Python, or the script fails
   */
  static GpuRow measure(Workload workload, GpuArguments arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(workload, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0 || output.isEmpty()) {
      throw new IllegalStateException(
          arguments.python() + " " + SCRIPT + " failed: it needs PyTorch with CUDA");
    }
    Answer answer = JsonLines.read(output.substring(output.lastIndexOf('\n') + 1), Answer.class);
    return GpuComparison.row(
        "torch-" + answer.version(), workload, answer.medianMs(), answer.peakGib(), answer.loss());
  }

  private static List<String> command(Workload workload, GpuArguments arguments) {
    return List.of(
        arguments.python(),
        Path.of(System.getProperty("kindling.home", "."), SCRIPT).toString(),
        workload.model().isBert() ? "bert" : "gpt",
        "--layers=" + workload.model().layers(),
        "--hidden=" + workload.model().hidden(),
        "--heads=" + workload.model().heads(),
        "--pieces=" + workload.model().vocabularySize(),
        "--sequences=" + workload.sequences(),
        "--length=" + workload.length(),
        "--predictions=" + workload.predictions(),
        "--steps=" + arguments.steps(),
        "--warm-up=" + arguments.warmUpSteps());
  }
}

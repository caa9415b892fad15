package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.cuda.GpuProperties;
import dev.kindling.model.kernels.cuda.Gpus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What {@code kindling doctor} finds out about the GPUs of this machine. */
final class GpuChecks {
  private GpuChecks() {}

  /**
   * Checks the driver, the libraries and each GPU. A machine without a GPU is well, unless a run is
   * to compute on one here; on a cluster the executors are asked.
   */
  static void run(Optional<PipelineConfig> config, BiConsumer<String, Finding> report) {
    List<GpuProperties> gpus;
    try {
      gpus = Gpus.all();
      report.accept("CUDA", Finding.ok(Gpus.versions()));
    } catch (BackendUnavailableException e) {
      report.accept(
          "GPU",
          config.filter(GpuChecks::wantsCuda).isPresent() && !ExecutorChecks.isCluster()
              ? Finding.problem(e.getMessage())
              : Finding.ok("none: " + e.getMessage()));
      return;
    }
    for (GpuProperties gpu : gpus) {
      report.accept("GPU", Finding.ok(describe(gpu)));
    }
  }

  /** The GPUs of an executor of runs that are to compute on one. */
  static Finding here() {
    try {
      return Finding.ok(
          Gpus.all().stream().map(GpuChecks::describe).collect(Collectors.joining("; ")));
    } catch (BackendUnavailableException e) {
      return Finding.problem(e.getMessage());
    }
  }

  /** Whether a run is to compute on a GPU. */
  static boolean wantsCuda(PipelineConfig config) {
    return config.runs().values().stream()
        .anyMatch(run -> Backends.name(run.training().device()).equals(Device.CUDA));
  }

  private static String describe(GpuProperties gpu) {
    return String.format(
        Locale.ROOT,
        "%s, compute capability %d.%d, %,d of %,d MB free%s",
        gpu.name(),
        gpu.major(),
        gpu.minor(),
        gpu.freeBytes() >> 20,
        gpu.totalBytes() >> 20,
        Gpus.isUsable(gpu) ? "" : ": too old for device: cuda, try nd4j with ND4J's CUDA library");
  }
}

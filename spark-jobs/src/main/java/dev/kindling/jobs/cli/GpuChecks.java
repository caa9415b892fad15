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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What {@code kindling doctor} finds out about the GPUs and about ND4J on this machine. */
final class GpuChecks {
  private GpuChecks() {}

  /**
   * Checks the driver, the libraries and each GPU, then what the runs are to compute on here. A
   * machine without a GPU is well, unless a run needs one; on a cluster the executors are asked.
   */
  static void run(Optional<PipelineConfig> config, BiConsumer<String, Finding> report) {
    SortedSet<String> devices =
        config.isEmpty() || ExecutorChecks.isCluster()
            ? new TreeSet<>()
            : devices(config.orElseThrow());
    try {
      List<GpuProperties> gpus = Gpus.all();
      report.accept("CUDA", Finding.ok(Gpus.versions()));
      gpus.forEach(gpu -> report.accept("GPU", Finding.ok(describe(gpu))));
    } catch (BackendUnavailableException e) {
      boolean wanted = devices.removeIf(device -> isOf(Device.CUDA, device));
      report.accept(
          "GPU", wanted ? Finding.problem(e.getMessage()) : Finding.ok("none: " + e.getMessage()));
    }
    devices.forEach(
        device -> report.accept(isOf(Device.CUDA, device) ? "CUDA" : "ND4J", check(device)));
  }

  /** Whether a device other than the processor can be used here. */
  static Finding check(String device) {
    try {
      if (isOf(Device.CUDA, device)) {
        Gpus.requireUsable(device.substring(Device.CUDA.length()).replaceFirst("^:", ""));
      } else {
        Backends.open(device, 1).close();
      }
      return Finding.ok("device " + device + " can be used");
    } catch (BackendUnavailableException e) {
      return Finding.problem(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Finding.problem("device " + device + " cannot be used: " + e.getMessage());
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

  /** What the runs are to compute on, but for the processor and what is chosen later. */
  static SortedSet<String> devices(PipelineConfig config) {
    return config.runs().values().stream()
        .map(run -> run.training().device())
        .filter(device -> isOf(Device.CUDA, device) || isOf(Device.ND4J, device))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static boolean isOf(String backend, String device) {
    return Backends.name(device).equals(backend);
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

package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lays results out as text. */
final class KernelTable {
  private static final String HEADING =
      String.format(
          "%-44s %-8s %10s %8s %8s %7s %7s %6s %8s %6s",
          "kernel", "type", "µs", "ns/elem", "MB", "GB/s", "copy", "share", "GFLOP/s", "share");

  private KernelTable() {}

  /**
   * Returns the lines of a table. The first share is the rate by that of copying as many bytes, the
   * second the rate by that of the fastest product of the same type.
   */
  static List<String> lines(List<KernelResult> results) {
    return Stream.concat(
            Stream.of(HEADING),
            results.stream().map(result -> line(result, bestGflops(results, result.type()))))
        .toList();
  }

  private static double bestGflops(List<KernelResult> results, ElementType type) {
    return results.stream()
        .filter(result -> result.type() == type)
        .mapToDouble(KernelResult::gflops)
        .max()
        .orElseThrow();
  }

  private static String line(KernelResult result, double bestGflops) {
    KernelCase kernel = result.kernel();
    String memory =
        String.format(
            Locale.ROOT,
            "%-44s %-8s %10.1f %8.3f %8.2f %7.1f %7.1f %5.0f%%",
            kernel.name(),
            result.type().name().toLowerCase(Locale.ROOT),
            result.nanos() / 1e3,
            result.nanos() / kernel.elements(),
            kernel.bytes(result.type()) / 1e6,
            result.gigabytesPerSecond(),
            result.copyGigabytesPerSecond(),
            100 * result.copyNanos() / result.nanos());
    if (kernel.operations() == 0) {
      return memory;
    }
    return memory
        + String.format(
            Locale.ROOT, " %8.1f %5.0f%%", result.gflops(), 100 * result.gflops() / bestGflops);
  }
}

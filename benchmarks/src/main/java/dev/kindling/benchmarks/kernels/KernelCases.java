package dev.kindling.benchmarks.kernels;

import java.util.List;
import java.util.stream.Stream;

/** The kernels of a training step, on the shapes of the compared models. */
final class KernelCases {
  private static final List<KernelCase> ALL =
      Stream.of(MemoryCases.all(), AttentionCases.all(), ProductCases.all())
          .flatMap(List::stream)
          .toList();

  private static final List<KernelCase> ON_GPU =
      Stream.of(MemoryCases.onGpu(), AttentionCases.onGpu(), ProductCases.onGpu())
          .flatMap(List::stream)
          .toList();

  private KernelCases() {}

  /** Returns all of them. */
  static List<KernelCase> all() {
    return ALL;
  }

  /** Returns those that are large enough for a GPU. */
  static List<KernelCase> onGpu() {
    return ON_GPU;
  }

  /**
   * Returns the case of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static KernelCase named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no kernel " + name));
  }
}

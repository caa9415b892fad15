package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.ElementType;

/**
 * What was measured of one kernel.
 *
 * @param nanos mean time of a run
 * @param copyNanos best time of copying as many bytes as it must at least move
 */
record KernelResult(KernelCase kernel, ElementType type, double nanos, double copyNanos) {
  /** Returns 10<sup>9</sup> bytes a second, of those that it must move. */
  double gigabytesPerSecond() {
    return kernel.bytes(type) / nanos;
  }

  /** Returns the same of copying. */
  double copyGigabytesPerSecond() {
    return kernel.bytes(type) / copyNanos;
  }

  /** Returns 10<sup>9</sup> operations a second. */
  double gflops() {
    return kernel.operations() / nanos;
  }
}

package dev.kindling.model;

import dev.kindling.model.kernels.Backends;

/**
 * How an engine computes; what it computes is {@link TransformerConfig}'s and {@link
 * OptimizerConfig}'s to say.
 *
 * @param backend name of the kernels, for example {@code cpu}, and after a colon which of their
 *     devices, for example {@code cuda:1}
 * @param precision of matrix products; another one gives other bits
 * @param threads that compute, at least 1; results do not depend on it
 * @param recomputeActivations whether blocks compute their activations again on the way back, which
 *     takes less memory and more time; results do not depend on it
 */
public record EngineOptions(
    String backend, Precision precision, int threads, boolean recomputeActivations) {
  /** Checks each component. */
  public EngineOptions {
    if (backend == null || backend.isBlank()) {
      throw new IllegalArgumentException("backend must be given");
    }
    if (precision == null) {
      throw new IllegalArgumentException("precision must be given");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** Returns the plainest options: the CPU, float32, one thread, no recomputation. */
  public static EngineOptions cpu() {
    return new EngineOptions("cpu", Precision.FLOAT32, 1, false);
  }

  /** Returns whether the backend is {@code cuda}, which computes on a GPU. */
  public boolean onGpu() {
    return Backends.name(backend).equals("cuda");
  }

  /** Returns these options with another backend. */
  public EngineOptions withBackend(String value) {
    return new EngineOptions(value, precision, threads, recomputeActivations);
  }

  /** Returns these options with another precision. */
  public EngineOptions withPrecision(Precision value) {
    return new EngineOptions(backend, value, threads, recomputeActivations);
  }

  /** Returns these options with another number of threads. */
  public EngineOptions withThreads(int value) {
    return new EngineOptions(backend, precision, value, recomputeActivations);
  }

  /** Returns these options with or without recomputation. */
  public EngineOptions withRecomputeActivations(boolean value) {
    return new EngineOptions(backend, precision, threads, value);
  }
}

package dev.kindling.model.kernels;

/** A backend, found by {@link java.util.ServiceLoader}; loading the provider must always work. */
public interface KernelsProvider {
  /** Returns the name that configurations use, for example {@code cpu}. */
  String name();

  /**
   * Starts the backend.
   *
   * @param threads that it may use, the caller's included, at least 1; no result depends on it
   * @param device which of several devices to use, in the backend's own words; empty for its choice
   * @throws IllegalArgumentException if the backend has no devices to choose from, or not this one
   * @throws IllegalStateException if it cannot run here; the message says what to do
   */
  Kernels create(int threads, String device);
}

package dev.kindling.model.kernels;

/** A backend, found by {@link java.util.ServiceLoader}; loading the provider must always work. */
public interface KernelsProvider {
  /** Returns the name that configurations use, for example {@code cpu}. */
  String name();

  /**
   * Starts the backend for one thread.
   *
   * @throws IllegalStateException if it cannot run here; the message says what to do
   */
  Kernels create();
}

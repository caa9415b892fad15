package dev.kindling.model.dl4j;

import dev.kindling.model.EngineOptions;
import dev.kindling.model.kernels.Backends;

/**
 * Loads the kernels' library before ND4J's where this package is the first to be used: both run on
 * OpenMP, which takes its settings from whoever loads it. Where ND4J comes first, {@code
 * OMP_NUM_THREADS=1} in the environment does the same.
 */
final class KernelsFirst {
  static {
    Backends.open(EngineOptions.cpu().backend(), 1).close();
  }

  private KernelsFirst() {}

  /** Does nothing but see to it that this class has been initialised. */
  static void load() {}
}

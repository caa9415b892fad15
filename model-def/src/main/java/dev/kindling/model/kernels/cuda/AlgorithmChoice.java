package dev.kindling.model.kernels.cuda;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Which of several algorithms that give the same result, but for its last bits, is taken: the one
 * that was the fastest when it was first asked for. The choice is kept on disk, so that all runs on
 * a machine have the same bits.
 */
final class AlgorithmChoice {
  private static final String SETTING = "KINDLING_CUDA_TUNING";

  private final KernelCache cache;
  private final String place;
  private final boolean tuning;

  /**
   * Choices for one kind of GPU and library.
   *
   * @param place names both
   */
  AlgorithmChoice(KernelCache cache, String place) {
    this(cache, place, !"off".equals(System.getenv(SETTING)));
  }

  /** With tuning off, the first algorithm is taken: the same on all machines with such a GPU. */
  AlgorithmChoice(KernelCache cache, String place, boolean tuning) {
    this.cache = cache;
    this.place = place;
    this.tuning = tuning;
  }

  /**
   * Returns the algorithm to take.
   *
   * @param problem names what it solves
   * @param count of the algorithms, at least 1
   * @param mayMeasure whether there is a way to measure now; without, an unknown choice is the
   *     first
   * @param milliseconds measures one
   */
  int choose(String problem, int count, boolean mayMeasure, IntToDoubleFunction milliseconds) {
    if (!tuning || count == 1) {
      return 0;
    }
    String key = KernelCache.key(List.of("algorithm", place, problem, Integer.toString(count)));
    Optional<byte[]> kept = cache.read(key);
    if (kept.isPresent() && kept.get().length == 1 && kept.get()[0] >= 0 && kept.get()[0] < count) {
      return kept.get()[0];
    }
    if (!mayMeasure) {
      return 0;
    }
    int fastest = fastest(count, milliseconds);
    cache.write(key, new byte[] {(byte) fastest});
    return fastest;
  }

  private static int fastest(int count, IntToDoubleFunction milliseconds) {
    int fastest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double time = milliseconds.applyAsDouble(i);
      if (time < least) {
        least = time;
        fastest = i;
      }
    }
    return fastest;
  }
}

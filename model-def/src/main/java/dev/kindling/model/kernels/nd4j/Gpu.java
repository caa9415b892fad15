package dev.kindling.model.kernels.nd4j;

import java.util.List;
import java.util.Optional;

/**
 * A GPU as ND4J sees it.
 *
 * @param name the maker's
 * @param major first number of its compute capability
 * @param minor second number
 */
record Gpu(String name, int major, int minor) {
  // The CUDA library of ND4J 1.0.0-M2.1 holds machine code for 3.7 to 8.6 and none that a driver
  // could translate. Machine code runs on later GPUs of the same first number, and no others.
  private static final int OLDEST_MAJOR = 3;
  private static final int OLDEST_MINOR = 7;
  private static final int NEWEST_MAJOR = 8;

  /** Returns why ND4J cannot compute with these GPUs: one sentence, or none if it can. */
  static Optional<String> refusal(List<Gpu> gpus) {
    return gpus.stream().filter(gpu -> gpu.tooNew() || gpu.tooOld()).map(Gpu::refusal).findFirst();
  }

  private boolean tooNew() {
    return major > NEWEST_MAJOR;
  }

  private boolean tooOld() {
    return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
  }

  private String refusal() {
    return "The backend nd4j cannot compute on the GPU "
        + name
        + ", whose compute capability is "
        + major
        + "."
        + minor
        + ": the CUDA library of ND4J 1.0.0-M2.1 has code for 3.7 to 8.9 only; take the backend "
        + (tooNew() ? "cuda." : "cpu.");
  }

  /**
   * Returns the number of the device that a text names.
   *
   * @param wanted a number, or empty for the first
   * @param count of GPUs; 0 where ND4J computes on the processor
   * @throws IllegalArgumentException if there is none of that number
   */
  static int index(String wanted, int count) {
    if (wanted.isEmpty()) {
      return 0;
    }
    for (int index = 0; index < count; index++) {
      if (wanted.equals(Integer.toString(index))) {
        return index;
      }
    }
    throw new IllegalArgumentException(
        count == 0
            ? "the backend nd4j has no GPU "
                + wanted
                + ": its library here computes on the processor"
            : "there is no GPU "
                + wanted
                + " for the backend nd4j, which sees 0 to "
                + (count - 1));
  }
}

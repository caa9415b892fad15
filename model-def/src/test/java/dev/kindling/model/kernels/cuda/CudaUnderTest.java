package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.Kernels;
import org.junit.jupiter.api.Assumptions;

/** The CUDA backend for tests of whole networks. */
public final class CudaUnderTest {
  private CudaUnderTest() {}

  /**
   * Starts it on an {@link EmulatedDevice}; skips the test where kernels cannot be compiled.
   *
   * @param epilogues whether products take all epilogues, or none
   */
  public static Kernels emulated(boolean epilogues) {
    return new CudaKernels(new EmulatedDevice(epilogues));
  }

  /** Starts it on the first GPU; skips the test where there is none. */
  public static Kernels onGpu() {
    try {
      Gpus.requireUsable("");
    } catch (BackendUnavailableException e) {
      Assumptions.abort(e.getMessage());
    }
    return new CudaKernelsProvider().create(1, "");
  }

  /** Returns how many times a backend has replayed a graph. */
  public static int replays(Kernels kernels) {
    return ((CudaKernels) kernels).replays();
  }
}

package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.Kernels;
import java.util.List;
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
    return new CudaKernels(new EmulatedDevice(epilogues, product -> {}));
  }

  /**
   * The same with all epilogues.
   *
   * @param products receives the name of each product's epilogue
   */
  public static Kernels emulated(List<String> products) {
    return new CudaKernels(new EmulatedDevice(true, epilogue -> products.add(epilogue.name())));
  }

  /** Starts it on the first GPU; skips the test where there is none. */
  public static Kernels onGpu() {
    requireGpu();
    return new CudaKernelsProvider().create(1, "");
  }

  /** Opens the first GPU itself; skips the test where there is none. */
  static JavaCppDevice device() {
    requireGpu();
    return JavaCppDevice.open("");
  }

  private static void requireGpu() {
    try {
      Gpus.requireUsable("");
    } catch (BackendUnavailableException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  /** Returns the bytes of memory that a backend has in use. */
  public static long usedBytes(Kernels kernels) {
    return ((CudaKernels) kernels).usedBytes();
  }

  /** Returns how many times a backend has replayed a graph. */
  public static int replays(Kernels kernels) {
    return ((CudaKernels) kernels).replays();
  }
}

package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Kernels;

/** The CUDA backend on an {@link EmulatedDevice}. */
public final class EmulatedCuda {
  private final EmulatedDevice device;
  private final Kernels kernels;

  /**
   * Starts it; skips the test where kernels cannot be compiled.
   *
   * @param epilogues whether products take all epilogues, or none
   */
  public EmulatedCuda(boolean epilogues) {
    device = new EmulatedDevice(epilogues);
    kernels = new CudaKernels(device);
  }

  /** Returns the backend. */
  public Kernels kernels() {
    return kernels;
  }

  /** Returns how many graphs were replayed. */
  public int replays() {
    return device.replays();
  }
}

package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.KernelsProvider;

/** Starts the CPU backend; refers to the Vector API only when asked to. */
public final class CpuKernelsProvider implements KernelsProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Kernels create(int threads, String device) {
    if (!device.isEmpty()) {
      throw new IllegalArgumentException(
          "the backend cpu has no devices to choose from: leave out :" + device);
    }
    OneThread.load(); // where a class needs it first, the reason of a failure is hard to find
    return new CpuKernels(threads);
  }
}

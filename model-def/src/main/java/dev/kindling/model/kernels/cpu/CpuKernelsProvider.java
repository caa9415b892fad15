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
  public Kernels create(int threads) {
    return new CpuKernels(threads);
  }
}

package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.KernelsProvider;

/** Starts the CUDA backend; refers to CUDA's bindings only when asked to. */
public final class CudaKernelsProvider implements KernelsProvider {
  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Kernels create(int threads, String device) {
    return new CudaKernels(JavaCppDevice.open(device));
  }
}

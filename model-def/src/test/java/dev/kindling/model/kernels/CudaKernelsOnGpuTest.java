package dev.kindling.model.kernels;

import dev.kindling.model.kernels.cuda.CudaUnderTest;

/** The same on the GPU of this machine; skipped where there is none. */
class CudaKernelsOnGpuTest extends KernelsTest {
  @Override
  Kernels open(int threads) {
    return CudaUnderTest.onGpu();
  }
}

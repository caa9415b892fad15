package dev.kindling.model.kernels;

import dev.kindling.model.kernels.cuda.CudaUnderTest;

/** The same on the GPU of this machine; skipped where there is none. */
class CudaParameterKernelsOnGpuTest extends ParameterKernelsTest {
  @Override
  Kernels open(int threads) {
    return CudaUnderTest.onGpu();
  }
}

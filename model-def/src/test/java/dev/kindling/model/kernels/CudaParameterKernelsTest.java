package dev.kindling.model.kernels;

import dev.kindling.model.kernels.cuda.CudaUnderTest;

/** The same of the CUDA backend, emulated. */
class CudaParameterKernelsTest extends ParameterKernelsTest {
  @Override
  Kernels open(int threads) {
    return CudaUnderTest.emulated(true);
  }
}

package dev.kindling.model;

import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.cuda.CudaUnderTest;

/** The same on the GPU of this machine; skipped where there is none. */
class CudaTrainingOnGpuTest extends CudaTrainingTest {
  @Override
  Kernels open(boolean epilogues) {
    return CudaUnderTest.onGpu(); // which epilogues its products take is the library's to say
  }
}

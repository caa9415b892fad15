package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.KernelsProvider;

/** Starts the ND4J backend; refers to ND4J only when asked to. */
public final class Nd4jKernelsProvider implements KernelsProvider {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Kernels create(int threads, String device) {
    try {
      Nd4jLibrary.start(threads, device);
    } catch (NoClassDefFoundError e) {
      throw new BackendUnavailableException(
          "The backend nd4j needs ND4J, which is not on the class path: docs/gpu.md shows how to"
              + " lay out nd4j-native or nd4j-cuda-11.6 and where to name it.",
          e);
    }
    return new Nd4jKernels();
  }
}

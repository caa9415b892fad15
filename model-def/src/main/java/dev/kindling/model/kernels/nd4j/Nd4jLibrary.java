package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.context.Nd4jContext;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J itself, of which a process has one: started when first asked for, on one device, and not on
 * GPUs that it has no code for.
 */
final class Nd4jLibrary {
  private static final int NOT_STARTED = -1;

  private static int device = NOT_STARTED;
  private static int gpuCount; // 0 where ND4J computes on the processor

  private Nd4jLibrary() {}

  /**
   * Starts ND4J if it has not started yet.
   *
   * @param threads of its operations; the last engine of a process decides. Its matrix products on
   *     the processor have one thread, because their bits would depend on the number.
   * @param wanted number of a GPU, or empty for the first
   * @throws IllegalArgumentException if there is no such GPU, or the process has another
   * @throws BackendUnavailableException if it cannot run here; the message says what to do
   */
  static synchronized void start(int threads, String wanted) {
    if (device == NOT_STARTED) {
      List<Gpu> gpus = gpus();
      Gpu.refusal(gpus)
          .ifPresent(
              message -> {
                throw new BackendUnavailableException(message);
              });
      int index = Gpu.index(wanted, gpus.size());
      Nd4j.getMemoryManager().togglePeriodicGc(false); // there is nothing for it to find
      gpuCount = gpus.size();
      device = index;
    } else if (Gpu.index(wanted, gpuCount) != device) {
      throw new IllegalArgumentException(
          "ND4J computes on device "
              + device
              + " in this process already, and on one only: leave out :"
              + wanted
              + " or take an executor for each GPU");
    }
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    if (Nd4j.getEnvironment().isCPU()) {
      Nd4j.factory().blas().setMaxThreads(1);
    }
  }

  /** Lets the calling thread compute on the device: ND4J gives each new thread the next GPU. */
  static void use() {
    AffinityManager affinity = Nd4j.getAffinityManager();
    if (affinity.getDeviceForCurrentThread() != device) {
      affinity.unsafeSetDevice(device);
    }
  }

  /** Returns the GPUs; reads them from the library before ND4J launches anything on them. */
  private static List<Gpu> gpus() {
    try {
      Nd4jBackend backend = Nd4jBackend.load();
      try (InputStream settings = backend.getConfigurationResource().getInputStream()) {
        Nd4jContext.getInstance().updateProperties(settings);
      }
    } catch (NoAvailableBackendException | IOException | RuntimeException e) {
      throw new BackendUnavailableException(
          "The backend nd4j finds no library of ND4J that can run here ("
              + e.getMessage()
              + "): docs/gpu.md shows what each of its libraries needs.",
          e);
    }
    NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return IntStream.range(0, library.getAvailableDevices())
        .mapToObj(
            gpu ->
                new Gpu(
                    library.getDeviceName(gpu),
                    library.getDeviceMajor(gpu),
                    library.getDeviceMinor(gpu)))
        .toList();
  }
}

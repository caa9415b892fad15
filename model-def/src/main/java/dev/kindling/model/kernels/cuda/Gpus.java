package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The GPUs of this machine that the CUDA backend can see, whether it can use them or not. */
public final class Gpus {
  private static final int LEAST_MAJOR = 8;
  private static final int UUID_BYTES = 16;

  private Gpus() {}

  /**
   * Returns the GPUs, in CUDA's order; at least one.
   *
   * @throws BackendUnavailableException if there is none, or no driver, or a library is missing;
   *     the message is one sentence and says what to do
   */
  public static List<GpuProperties> all() {
    List<GpuProperties> found = new ArrayList<>();
    for (int ordinal = 0; ordinal < count(); ordinal++) {
      found.add(properties(ordinal));
    }
    return found;
  }

  /**
   * Checks that a GPU is there that the backend can compute on.
   *
   * @param address as {@link #find} takes it
   * @throws BackendUnavailableException as {@link #all}, or if the GPU is too old
   */
  public static void requireUsable(String address) {
    requireCapability(properties(find(address)));
  }

  /** Returns the versions of the driver's CUDA and of the libraries, for people to read. */
  public static String versions() {
    CudaLibraries.require();
    int[] driver = new int[1];
    int[] runtime = new int[1];
    int[] compiler = new int[2];
    Cuda.check(cudart.cudaDriverGetVersion(driver), "cudaDriverGetVersion");
    Cuda.check(cudart.cudaRuntimeGetVersion(runtime), "cudaRuntimeGetVersion");
    int[] minor = new int[1];
    Cuda.checkCompiler(nvrtc.nvrtcVersion(compiler, minor), "nvrtcVersion");
    return "driver for CUDA %s, runtime %s, cuBLASLt %s, NVRTC %d.%d"
        .formatted(
            version(driver[0]),
            version(runtime[0]),
            cublas.cublasLtGetVersion(),
            compiler[0],
            minor[0]);
  }

  /**
   * Finds the GPU that is meant.
   *
   * @param address a number as nvidia-smi counts, or a UUID; empty for the first
   * @return CUDA's number of it
   * @throws IllegalArgumentException if there is none such
   */
  static int find(String address) {
    List<GpuId> ids = new ArrayList<>();
    for (int ordinal = 0; ordinal < count(); ordinal++) {
      try (cudaDeviceProp properties = new cudaDeviceProp()) {
        Cuda.check(cudart.cudaGetDeviceProperties(properties, ordinal), "cudaGetDeviceProperties");
        byte[] uuid = new byte[UUID_BYTES];
        new BytePointer(properties.uuid()).get(uuid);
        ids.add(
            new GpuId(
                ordinal,
                GpuId.uuid(uuid),
                properties.pciDomainID(),
                properties.pciBusID(),
                properties.pciDeviceID()));
      }
    }
    return GpuId.find(address, ids);
  }

  /** Reads what a GPU is, and makes it the current one of the calling thread. */
  static GpuProperties properties(int ordinal) {
    CudaLibraries.require();
    try (cudaDeviceProp properties = new cudaDeviceProp();
        SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      Cuda.check(cudart.cudaGetDeviceProperties(properties, ordinal), "cudaGetDeviceProperties");
      Cuda.check(cudart.cudaSetDevice(ordinal), "cudaSetDevice");
      Cuda.check(cudart.cudaMemGetInfo(free, total), "cudaMemGetInfo");
      try (BytePointer name = properties.name()) {
        return new GpuProperties(
            name.getString(),
            properties.major(),
            properties.minor(),
            properties.multiProcessorCount(),
            (int) properties.sharedMemPerBlockOptin(),
            total.get(),
            free.get());
      }
    }
  }

  /** Returns whether the backend has code for a GPU. */
  public static boolean isUsable(GpuProperties gpu) {
    return gpu.major() >= LEAST_MAJOR;
  }

  /** Checks that the backend has code for a GPU. */
  static void requireCapability(GpuProperties gpu) {
    if (!isUsable(gpu)) {
      throw new BackendUnavailableException(
          "The backend cuda needs a GPU of compute capability %d.0 or newer, and the %s has %d.%d: use the device nd4j with ND4J's CUDA library, or cpu."
              .formatted(LEAST_MAJOR, gpu.name(), gpu.major(), gpu.minor()));
    }
  }

  private static int count() {
    CudaLibraries.require();
    int[] count = new int[1];
    int status = cudart.cudaGetDeviceCount(count);
    if (status == cudart.cudaErrorInsufficientDriver) {
      throw new BackendUnavailableException(
          "The backend cuda needs a newer NVIDIA driver: the one of this machine is too old for CUDA 13's libraries.");
    }
    if (status == cudart.cudaErrorNoDevice || (status == cudart.cudaSuccess && count[0] == 0)) {
      throw new BackendUnavailableException(
          "The backend cuda needs a GPU, and the driver of this machine shows none to this process: check nvidia-smi and CUDA_VISIBLE_DEVICES, or use the device cpu.");
    }
    if (status != cudart.cudaSuccess) {
      throw new BackendUnavailableException(
          "The backend cuda cannot use the GPU of this machine: %s: check nvidia-smi."
              .formatted(Cuda.describe(status)));
    }
    return count[0];
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}

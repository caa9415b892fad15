package dev.kindling.model.kernels.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns the status numbers of CUDA's libraries into exceptions. */
final class Cuda {
  private Cuda() {}

  /** Checks a call of the runtime, {@code cuda…}. */
  static void check(int status, String call) {
    if (status != cudart.cudaSuccess) {
      cudart.cudaGetLastError(); // the next call is not to report it again
      throw failure(call, describe(status));
    }
  }

  /** Checks a call of the driver, {@code cu…}. */
  static void checkDriver(int status, String call) {
    if (status != cudart.CUDA_SUCCESS) {
      try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
        cudart.cuGetErrorString(status, text);
        BytePointer found = text.get(BytePointer.class, 0);
        throw failure(call, status + (found == null ? "" : ", " + found.getString()));
      }
    }
  }

  /** Checks a call of cuBLASLt. */
  static void checkProduct(int status, String call) {
    if (status != cublas.CUBLAS_STATUS_SUCCESS) {
      throw failure(call, cublas.cublasLtGetStatusString(status).getString());
    }
  }

  /** Checks a call of NVRTC. */
  static void checkCompiler(int status, String call) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw failure(call, nvrtc.nvrtcGetErrorString(status).getString());
    }
  }

  /** What a status of the runtime means: its name and a sentence. */
  static String describe(int status) {
    return cudart.cudaGetErrorName(status).getString()
        + ", "
        + cudart.cudaGetErrorString(status).getString();
  }

  private static IllegalStateException failure(String call, String reason) {
    return new IllegalStateException("the GPU's " + call + " failed: " + reason);
  }
}

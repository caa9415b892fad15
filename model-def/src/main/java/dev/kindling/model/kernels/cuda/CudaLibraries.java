package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/**
 * Loads NVIDIA's libraries, which come from the machine: the driver's and those of CUDA 13. Says in
 * one sentence which one is missing.
 */
final class CudaLibraries {
  private static final Pattern MISSING = Pattern.compile("(lib[\\w.+-]+\\.so[\\w.]*): cannot open");
  private static final String DRIVER = "libcuda.so.1";

  /** A class of Java that could not start is not to be asked again: the answer would be another. */
  private static final String PROBLEM = load();

  private CudaLibraries() {}

  /**
   * Sees to it that the libraries are there.
   *
   * @throws BackendUnavailableException if one is not; the message is one sentence
   */
  static void require() {
    if (PROBLEM != null) {
      throw new BackendUnavailableException(PROBLEM);
    }
  }

  private static String load() {
    try {
      for (Class<?> library : List.of(cudart.class, cublas.class, nvrtc.class)) {
        Loader.load(library);
      }
      return null;
    } catch (LinkageError e) {
      return explain(e);
    }
  }

  /** What to do about an error of loading: the first library that the system did not find. */
  static String explain(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      Matcher matcher = MISSING.matcher(String.valueOf(e.getMessage()));
      if (matcher.find()) {
        return explain(matcher.group(1));
      }
    }
    return "The backend cuda cannot load its libraries on this machine: " + error.getMessage();
  }

  private static String explain(String library) {
    return library.equals(DRIVER)
        ? "The backend cuda needs a GPU, and this machine has no NVIDIA driver ("
            + DRIVER
            + " is missing): install one for CUDA 13, or use the device cpu."
        : "The backend cuda needs CUDA 13's libraries cudart, cublas and nvrtc, and "
            + library
            + " is missing: install them, and put their folder on LD_LIBRARY_PATH.";
  }
}

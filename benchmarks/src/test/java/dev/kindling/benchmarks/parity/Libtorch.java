package dev.kindling.benchmarks.parity;

import dev.kindling.model.kernels.Backends;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads PyTorch's library into a JVM that also computes with ours.
 *
 * <p>The order matters. Both bring an OpenMP library that calls itself {@code libgomp.so.1}, and
 * oneDNN gets whichever came first. With ours first each has its own: PyTorch asks for another file
 * name. The other way round the engine refuses to start.
 */
final class Libtorch {
  private Libtorch() {}

  /**
   * Loads the library, or does nothing if it is there.
   *
   * @param threads that its operations may use from now on, at least 1
   */
  static void load(int threads) {
    Backends.open("cpu", 1).close();
    torch.set_num_threads(threads);
  }
}

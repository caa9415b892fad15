package dev.kindling.benchmarks;

import dev.kindling.model.kernels.Backends;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads PyTorch's library into a JVM that also computes with ours.
 *
 * <p>The order matters. Each of the two brings an OpenMP library, both named {@code libgomp.so.1}:
 * whichever comes first under that name serves oneDNN. Ours comes first, so that it keeps its one
 * thread; PyTorch asks for its own by another file name and always gets that one.
 */
public final class Libtorch {
  private Libtorch() {}

  /**
   * Loads the library, or does nothing if it is there.
   *
   * @param threads that its operations may use from now on, at least 1
   */
  public static void load(int threads) {
    Backends.open("cpu").close();
    torch.set_num_threads(threads);
  }
}

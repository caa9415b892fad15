package dev.kindling.benchmarks.parity;

import dev.kindling.model.EngineOptions;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The engine and PyTorch in a JVM of their own: whoever is the argument loads first. */
final class NeighbourMain {
  static final String ENGINE = "engine";
  static final String LIBTORCH = "libtorch";

  private NeighbourMain() {}

  /** Prints a hash of the engine's gradient before and after PyTorch worked on two threads. */
  public static void main(String[] arguments) {
    if (arguments[0].equals(LIBTORCH)) {
      multiplyOnTwoThreads();
    }
    System.out.println(gradientHash());
    multiplyOnTwoThreads();
    System.out.println(gradientHash());
  }

  private static int gradientHash() {
    ParityCase parity = ParityCases.sizes().findFirst().orElseThrow();
    return Arrays.hashCode(
        EngineOutput.of(parity.config(), parity.weights(), parity.batch(), EngineOptions.cpu())
            .gradient());
  }

  private static void multiplyOnTwoThreads() {
    torch.set_num_threads(2);
    Tensor ones = torch.ones(512, 512);
    if (torch.matmul(ones, ones).sum().item_double() != 512.0 * 512 * 512) {
      throw new IllegalStateException("PyTorch cannot multiply");
    }
  }
}

package dev.kindling.benchmarks.kernels;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.GpuRates;
import java.util.function.Consumer;

/**
 * Each kernel of a training step on a GPU, beside the least time that its memory traffic and its
 * products take there: its roof. The shapes are those of the CPU's comparison.
 */
public final class GpuKernels {
  private static final int WARM_RUNS = 5;
  private static final int RUNS = 50;

  private GpuKernels() {}

  /**
   * One kernel.
   *
   * @param microseconds of a run, of many queued behind each other
   * @param roofMicroseconds what bytes over the copying rate, or operations over the product rate,
   *     take at least
   * @param share of the roof that is reached, at most about 1
   */
  public record Row(String kernel, double microseconds, double roofMicroseconds, double share) {}

  /**
   * Measures all kernels with bfloat16 products.
   *
   * @param device such as {@code cuda:1}
   * @param rates of that GPU
   * @param rows told each as it is measured
   */
  public static void measure(String device, GpuRates rates, Consumer<Row> rows) {
    for (KernelCase kernel : KernelCases.all()) {
      try (KernelInputs inputs = new KernelInputs(Backends.open(device, 1), ElementType.BFLOAT16)) {
        Runnable work = kernel.work().apply(inputs);
        Buffer end = inputs.stream(1);
        time(work, end, WARM_RUNS);
        double microseconds = time(work, end, RUNS) / 1e3 / RUNS;
        double roof = 1e6 * roofSeconds(kernel, rates);
        rows.accept(
            new Row(
                kernel.name(),
                JsonLines.rounded(microseconds, 1),
                JsonLines.rounded(roof, 1),
                JsonLines.rounded(roof / microseconds, 3)));
      }
    }
  }

  private static double roofSeconds(KernelCase kernel, GpuRates rates) {
    return Math.max(
        kernel.bytes(ElementType.BFLOAT16) / rates.copyBytes(),
        kernel.operations() / rates.bfloat16Flops());
  }

  /** Nanoseconds until the last of some runs is done; reading waits for it. */
  private static double time(Runnable work, Buffer end, int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    end.read(new float[1], 0, 1);
    return System.nanoTime() - start;
  }
}

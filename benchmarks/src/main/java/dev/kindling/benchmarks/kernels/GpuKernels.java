package dev.kindling.benchmarks.kernels;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.GpuRates;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Each kernel of a training step on a GPU, beside the least time that its memory traffic and its
 * products take there: its roof. The shapes are those of BERT base, 256 × 128, and of the attention
 * of the three compared workloads.
 */
public final class GpuKernels {
  /** The first measures algorithms, the second captures the runs as a graph. */
  private static final int WARM_REPEATS = 3;

  private static final int REPEATS = 7;
  private static final int RUNS = 20;

  private GpuKernels() {}

  /**
   * One kernel.
   *
   * @param microseconds of a run, of many behind each other in one graph; the median of several
   *     times
   * @param roofMicroseconds what bytes over the copying rate, or operations over the product rate,
   *     take at least
   * @param share of the roof that is reached, at most about 1
   */
  public record Row(String kernel, double microseconds, double roofMicroseconds, double share) {}

  /** What could not be measured. */
  public record Failed(String kernel, String error) {}

  /**
   * Measures all kernels with bfloat16 products; goes on behind one that fails.
   *
   * @param device such as {@code cuda:1}
   * @param rates of that GPU
   * @param rows told each as it is measured, or that it failed
   * @return whether none failed
   */
  public static boolean measure(String device, GpuRates rates, Consumer<Record> rows) {
    boolean good = true;
    for (KernelCase kernel : KernelCases.onGpu()) {
      try {
        rows.accept(measure(kernel, device, rates));
      } catch (RuntimeException | OutOfMemoryError e) {
        rows.accept(new Failed(kernel.name(), e.toString()));
        good = false;
      }
    }
    return good;
  }

  private static Row measure(KernelCase kernel, String device, GpuRates rates) {
    try (KernelInputs inputs = new KernelInputs(Backends.open(device, 1), ElementType.BFLOAT16)) {
      Runnable work = kernel.work().apply(inputs);
      Buffer end = inputs.stream(1);
      for (int i = 0; i < WARM_REPEATS; i++) {
        nanos(work, end);
      }
      long[] times = new long[REPEATS];
      for (int i = 0; i < REPEATS; i++) {
        times[i] = nanos(work, end);
      }
      Arrays.sort(times);
      double microseconds = times[REPEATS / 2] / 1e3 / RUNS;
      double roof = 1e6 * roofSeconds(kernel, rates);
      return new Row(
          kernel.name(),
          JsonLines.rounded(microseconds, 1),
          JsonLines.rounded(roof, 1),
          JsonLines.rounded(roof / microseconds, 3));
    }
  }

  private static double roofSeconds(KernelCase kernel, GpuRates rates) {
    return Math.max(
        kernel.bytes(ElementType.BFLOAT16) / rates.copyBytes(),
        kernel.operations() / rates.bfloat16Flops());
  }

  /**
   * From the handing over of the runs, which are collected until then, to the end of the last;
   * reading does the one and waits for the other.
   */
  private static long nanos(Runnable work, Buffer end) {
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    long start = System.nanoTime();
    end.read(new float[1], 0, 1);
    return System.nanoTime() - start;
  }
}

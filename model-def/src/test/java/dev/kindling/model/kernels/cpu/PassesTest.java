package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kindling.model.Activation;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of every kernel that is made of passes. */
class PassesTest {
  private static final int ROWS = 4;
  private static final int COLUMNS = 200;
  private static final int SIZE = ROWS * COLUMNS;

  private final RowMatrices matrices = new RowMatrices();

  @AfterEach
  void close() {
    matrices.close();
  }

  /** A kernel, and where its results are. */
  private record Kernel(CpuBuffer out, Runnable call) {}

  private Map<String, Kernel> kernels(ElementType type) {
    float[] values = matrices.values(SIZE);
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    final CpuBuffer row = matrices.buffer(ElementType.FLOAT32, matrices.values(COLUMNS));
    final CpuBuffer stream = matrices.buffer(ElementType.FLOAT32, values);
    final CpuBuffer in = matrices.buffer(type, values);
    final CpuBuffer out = matrices.empty(type, SIZE);
    final CpuBuffer other = matrices.empty(type, SIZE);
    final CpuBuffer total = matrices.empty(ElementType.FLOAT32, SIZE);
    for (Activation form : Activation.values()) {
      kernels.put(
          form.name(),
          new Kernel(
              out,
              () -> ActivationKernels.forward(form, ROWS, COLUMNS, stream, 0, row, 0, other, out)));
      kernels.put(
          form + " gradient",
          new Kernel(out, () -> ActivationKernels.gradient(form, SIZE, in, 0, stream, 0, out)));
    }
    Dropout dropout = new Dropout(0.25, 5, 0, null);
    kernels.put(
        "residual",
        new Kernel(
            total,
            () -> RowKernels.residual(ROWS, COLUMNS, stream, 0, row, dropout, in, 0, total)));
    kernels.put(
        "tanh gradient", new Kernel(out, () -> RowKernels.tanhGradient(0, SIZE, in, in, out)));
    kernels.put(
        "column sums",
        new Kernel(
            total, () -> RowKernels.columnSums(0, ROWS, COLUMNS, 0, COLUMNS, in, false, total)));
    CpuBuffer statistics = matrices.empty(ElementType.FLOAT32, 2 * ROWS);
    kernels.put(
        "layer norm",
        new Kernel(
            out,
            () ->
                LayerNormKernels.forward(
                    0, ROWS, COLUMNS, stream, row, row, 1e-5, out, statistics)));
    CpuBuffer sums = matrices.empty(ElementType.FLOAT32, 2 * COLUMNS);
    kernels.put(
        "layer norm gradient",
        new Kernel(
            total,
            () ->
                LayerNormKernels.gradient(
                    0, ROWS, COLUMNS, stream, row, statistics, in, false, total, sums, 0)));
    return kernels;
  }

  /** Kernels that change what they read. */
  private Map<String, Kernel> kernelsInPlace(ElementType type) {
    float[] values = matrices.values(SIZE);
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    final CpuBuffer y = matrices.buffer(type, values);
    kernels.put("tanh", new Kernel(y, () -> RowKernels.tanh(0, SIZE, y)));
    final CpuBuffer logits = matrices.buffer(type, values);
    int[] labels = {1, 2, 3, 4};
    double[] losses = new double[ROWS];
    boolean[] correct = new boolean[ROWS];
    kernels.put(
        "cross-entropy",
        new Kernel(
            logits,
            () ->
                CrossEntropyKernels.rows(
                    0, ROWS, COLUMNS, logits, labels, 0, 0.5f, losses, correct)));
    final CpuBuffer parameters = matrices.buffer(ElementType.FLOAT32, values);
    final CpuBuffer first = matrices.buffer(ElementType.FLOAT32, new float[SIZE]);
    final CpuBuffer second = matrices.buffer(ElementType.FLOAT32, new float[SIZE]);
    AdamWUpdate update = new AdamWUpdate(0.9f, 0.98f, 0.02f, 1.5f, 1e-6f, 0.001f);
    kernels.put(
        "adamW",
        new Kernel(
            parameters,
            () ->
                OptimizerKernels.adam(
                    update, 0.5f, 0, SIZE, parameters, logits, first, second, false)));
    return kernels;
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldGiveTheSameBitsInterpretedAndCompiled(ElementType type) {
    kernels(type)
        .forEach(
            (name, kernel) -> {
              kernel.call.run();
              float[] interpreted = RowMatrices.read(kernel.out);
              for (int i = 0; i < 3000; i++) {
                kernel.call.run();
              }
              assertThat(RowMatrices.read(kernel.out)).as(name).isEqualTo(interpreted);
            });
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldAllocateNextToNothingOnceCompiled(ElementType type) {
    Map<String, Kernel> all = kernels(type);
    all.putAll(kernelsInPlace(type));
    all.forEach((name, kernel) -> assertThat(leastAllocation(kernel)).as(name).isLessThan(1024));
  }

  private static long leastAllocation(Kernel kernel) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 200_000 && least >= 1024; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      kernel.call.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}

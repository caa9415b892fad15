package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a training step leaves on the heap. Each precision runs in a virtual machine of its own, as
 * training does: where other networks ran before, the compiler has seen too many kinds of loops and
 * may leave the vectors of some in objects, for good.
 */
abstract class HeapAllocation {
  /** A row's six vectors, boxed in a single one of its many loops, would be more. */
  private static final long BYTES_OF_A_ROW = 480;

  /** Of 100 steps: several times what an idle machine needs. */
  private static final int MOST_ROUNDS_TO_COMPILE = 60;

  private static final OptimizerConfig OPTIMIZER =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 1.0);

  /** Large enough that the kernels cut their work into several tasks. */
  private static final BatchShape SHAPE = new BatchShape(6, 70, 420);

  private final EngineOptions options;

  HeapAllocation(Precision precision) {
    options = EngineOptions.cpu().withPrecision(precision);
  }

  static Stream<TransformerConfig> models() {
    return Stream.of(
        TransformerConfig.bert(700, 3, 96, 3, 256, 70, 0.1),
        TransformerConfig.gpt(700, 3, 96, 3, 256, 70, 0.1));
  }

  /**
   * Vectors that the compiler has not yet put into registers are objects: the engine is given steps
   * until it is compiled, which takes longer where other work has the processor.
   */
  @ParameterizedTest
  @MethodSource("models")
  void shouldKeepVectorsOffTheHeap(TransformerConfig config) {
    List<Batch> small = List.of(Batches.of(config, 31, 70, 9));
    List<Batch> large = List.of(Batches.of(config, 32, 70, 70, 70, 70, 70, 70, 70));
    long bytesPerRow = Long.MAX_VALUE;
    try (TrainingEngine engine = new TrainingEngine(config, OPTIMIZER, SHAPE, options)) {
      engine.initialize(11);
      for (int i = 0; i < MOST_ROUNDS_TO_COMPILE && bytesPerRow >= BYTES_OF_A_ROW; i++) {
        long ofLarge = allocated(engine, large, 50); // first: what is not compiled yet counts here
        long ofSmall = allocated(engine, small, 50);
        bytesPerRow = (ofLarge - ofSmall) / (6 * 70 - 9);
      }
    }
    assertThat(bytesPerRow).isLessThan(BYTES_OF_A_ROW);
  }

  /** Returns the bytes on the heap of the step that took the fewest. */
  private static long allocated(TrainingEngine engine, List<Batch> batches, int steps) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int step = 0; step < steps; step++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      engine.step(batches, 1e-3, step);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}

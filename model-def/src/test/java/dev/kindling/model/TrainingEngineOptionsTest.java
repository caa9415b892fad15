package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What threads, precision and recomputation may change of a training, and what not. */
class TrainingEngineOptionsTest {
  /** A row's six vectors, boxed in a single one of its many loops, would be more. */
  private static final long BYTES_OF_A_ROW = 480;

  /** Of 100 steps: several times what an idle machine needs. */
  private static final int MOST_ROUNDS_TO_COMPILE = 60;

  private static final OptimizerConfig OPTIMIZER =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 1.0);

  /** Large enough that the kernels cut their work into several tasks. */
  private static final BatchShape SHAPE = new BatchShape(6, 70, 420);

  private static final EngineOptions FLOAT32 = EngineOptions.cpu();
  private static final EngineOptions BFLOAT16 = FLOAT32.withPrecision(Precision.BFLOAT16);

  private static TransformerConfig bert() {
    return TransformerConfig.bert(700, 3, 96, 3, 256, 70, 0.1);
  }

  private static TransformerConfig gpt() {
    return TransformerConfig.gpt(700, 3, 96, 3, 256, 70, 0.1);
  }

  static Stream<Arguments> models() {
    return Stream.of(bert(), gpt())
        .flatMap(config -> Stream.of(FLOAT32, BFLOAT16).map(o -> Arguments.of(config, o)));
  }

  static Stream<Arguments> placements() {
    return Stream.of(bert(), gpt())
        .flatMap(config -> Stream.of(NormPlacement.values()).map(config::withNormPlacement))
        .flatMap(config -> Stream.of(FLOAT32, BFLOAT16).map(o -> Arguments.of(config, o)));
  }

  private static List<Batch> batches(TransformerConfig config) {
    Batch whole = Batches.of(config, 31, 70, 70, 64, 3, 33, 1, 70);
    return List.of(Batches.part(whole, 0, 4), Batches.part(whole, 4, 6));
  }

  private static TrainingEngine engine(TransformerConfig config, EngineOptions options) {
    TrainingEngine engine = new TrainingEngine(config, OPTIMIZER, SHAPE, options);
    engine.initialize(11);
    return engine;
  }

  private static float[] trained(TransformerConfig config, EngineOptions options) {
    try (TrainingEngine engine = engine(config, options)) {
      for (int step = 0; step < 3; step++) {
        engine.step(batches(config), 1e-3, step);
      }
      return engine.store().parameters();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheSameBitsWithAnyNumberOfThreads(
      TransformerConfig config, EngineOptions options) {
    float[] expected = trained(config, options);
    assertThat(trained(config, options.withThreads(2))).isEqualTo(expected);
    assertThat(trained(config, options.withThreads(3))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("placements")
  void shouldGiveTheSameBitsFromRecomputedActivations(
      TransformerConfig config, EngineOptions options) {
    assertThat(trained(config, options.withRecomputeActivations(true)))
        .isEqualTo(trained(config, options));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void shouldContinueFromAStoredStateBitByBit(Precision precision) {
    TransformerConfig config = bert();
    EngineOptions options = FLOAT32.withPrecision(precision).withThreads(2);
    try (TrainingEngine straight = engine(config, options);
        TrainingEngine resumed = engine(config, options)) {
      straight.step(batches(config), 1e-3, 0);
      resumed.load(straight.store());
      assertThat(resumed.step(batches(config), 1e-3, 1))
          .isEqualTo(straight.step(batches(config), 1e-3, 1));
      assertThat(resumed.store().parameters()).isEqualTo(straight.store().parameters());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void shouldNeitherKeepNorNeedWhatAnEarlierStepLeft(Precision precision) {
    TransformerConfig config = bert();
    Batch batch = Batches.bert(5, 700, 70, 70, 20);
    Batch withoutNext =
        Batch.bert(
            2,
            70,
            batch.tokens(),
            batch.segments(),
            batch.lengths(),
            batch.labelRows(),
            batch.labels(),
            new int[0]);
    EngineOptions options = FLOAT32.withPrecision(precision);
    try (TrainingEngine fresh = engine(config, options);
        TrainingEngine used = engine(config, options)) {
      used.gradient(batches(config), 1);
      assertThat(used.gradient(List.of(withoutNext), 2))
          .isEqualTo(fresh.gradient(List.of(withoutNext), 2));
    }
  }

  /**
   * Vectors that the compiler has not yet put into registers are objects: the engine is given steps
   * until it is compiled, which takes longer where other work has the processor.
   */
  @ParameterizedTest
  @MethodSource("models")
  void shouldKeepVectorsOffTheHeap(TransformerConfig config, EngineOptions options) {
    List<Batch> small = List.of(Batches.of(config, 31, 70, 9));
    List<Batch> large = List.of(Batches.of(config, 32, 70, 70, 70, 70, 70, 70, 70));
    long bytesPerRow = Long.MAX_VALUE;
    try (TrainingEngine engine = engine(config, options)) {
      for (int i = 0; i < MOST_ROUNDS_TO_COMPILE && bytesPerRow >= BYTES_OF_A_ROW; i++) {
        long ofSmall = allocated(engine, small, 50);
        long ofLarge = allocated(engine, large, 50);
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

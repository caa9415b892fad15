package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What threads, precision and recomputation may change of a training, and what not. */
class TrainingEngineOptionsTest {
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
}

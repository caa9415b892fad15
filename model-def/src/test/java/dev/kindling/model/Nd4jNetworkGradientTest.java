package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole network over ND4J: against the reference, and beside the cpu backend. */
class Nd4jNetworkGradientTest extends NetworkGradientTest {
  private static final int STEPS = 10;
  private static final double DROPOUT = 0.2;
  private static final EngineOptions ND4J = EngineOptions.cpu().withBackend("nd4j");

  @Override
  EngineOptions options() {
    return ND4J;
  }

  @Override
  Set<Precision> precisions() {
    return EnumSet.of(Precision.FLOAT32);
  }

  /** A variant of each architecture for each activation; the cpu backend is tested on all. */
  static Stream<TransformerConfig> configs() {
    return Stream.of(
            TransformerConfig.bert(37, 2, 18, 3, 29, 9, 0),
            TransformerConfig.gpt(37, 2, 18, 3, 29, 9, 0))
        .flatMap(
            config ->
                Stream.of(
                    config.withNormPlacement(NormPlacement.POST),
                    config
                        .withNormPlacement(NormPlacement.PRE)
                        .withActivation(Activation.GELU_TANH),
                    config
                        .withPositionEncoding(PositionEncoding.SINUSOIDAL)
                        .withActivation(Activation.RELU)));
  }

  /** Deep enough for a block whose rows are all of no loss, with dropout. */
  static Stream<TransformerConfig> models() {
    TransformerConfig bert = TransformerConfig.bert(97, 3, 32, 4, 64, 16, DROPOUT);
    TransformerConfig gpt = TransformerConfig.gpt(97, 3, 32, 4, 64, 16, DROPOUT);
    return Stream.of(bert, bert.withNormPlacement(NormPlacement.PRE), gpt);
  }

  private static List<Batch> batches(TransformerConfig config) {
    return List.of(Batches.of(config, 31, 16, 16, 9, 1, 12), Batches.of(config, 32, 16, 4, 16, 16));
  }

  private static TrainingEngine engine(
      TransformerConfig config, OptimizerKind kind, EngineOptions options) {
    OptimizerConfig optimizer = new OptimizerConfig(kind, 0.9, 0.98, 1e-6, 0.01, 1.0);
    TrainingEngine engine =
        new TrainingEngine(config, optimizer, new BatchShape(4, 16, 64), options);
    engine.load(TrainingState.initial(config, 7));
    return engine;
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheCpuBackendsGradientWithTheSameDropout(TransformerConfig config) {
    try (TrainingEngine cpu = engine(config, OptimizerKind.ADAMW, EngineOptions.cpu());
        TrainingEngine nd4j = engine(config, OptimizerKind.ADAMW, ND4J)) {
      float[] expected = cpu.gradient(batches(config), 5);
      float[] actual = nd4j.gradient(batches(config), 5);
      for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
        double largest = 0;
        for (int i = slice.offset(); i < slice.end(); i++) {
          largest = Math.max(largest, Math.abs(expected[i]));
        }
        for (int i = slice.offset(); i < slice.end(); i++) {
          assertThat((double) actual[i])
              .as("%s[%d]", slice.name(), i - slice.offset())
              .isCloseTo(expected[i], within(1e-5 * largest + 1e-8));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void shouldFollowTheCpuBackendsSteps(OptimizerKind kind) {
    models()
        .forEach(
            config -> {
              try (TrainingEngine cpu = engine(config, kind, EngineOptions.cpu());
                  TrainingEngine nd4j = engine(config, kind, ND4J)) {
                for (int step = 0; step < STEPS; step++) {
                  StepResult expected = cpu.step(batches(config), 1e-3, step);
                  StepResult actual = nd4j.step(batches(config), 1e-3, step);
                  double loss = expected.losses().loss();
                  assertThat(actual.losses().loss()).isCloseTo(loss, within(1e-4 * loss));
                  assertThat(actual.losses().labelCorrect())
                      .isEqualTo(expected.losses().labelCorrect());
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheSameBitsOnAnyNumberOfThreads(TransformerConfig config) {
    try (TrainingEngine one = engine(config, OptimizerKind.LAMB, ND4J);
        TrainingEngine two =
            engine(
                config, OptimizerKind.LAMB, ND4J.withThreads(2).withRecomputeActivations(true))) {
      for (int step = 0; step < 2; step++) {
        one.step(batches(config), 1e-3, step);
        two.step(batches(config), 1e-3, step);
      }
      assertThat(two.store().parameters()).isEqualTo(one.store().parameters());
    }
  }

  @Test
  void shouldLeaveEverythingAsItWasWhereTheGradientIsNotFinite() {
    TransformerConfig config = TransformerConfig.gpt(97, 1, 32, 4, 64, 16, 0);
    TrainingState state = TrainingState.initial(config, 7);
    state.parameters()[3] = Float.NaN;
    try (TrainingEngine engine = engine(config, OptimizerKind.ADAMW, ND4J)) {
      engine.load(state);
      assertThatThrownBy(() -> engine.step(batches(config), 1e-3, 1))
          .isInstanceOf(ArithmeticException.class);
      assertThat(engine.store().parameters()).isEqualTo(state.parameters());
      assertThat(engine.store().firstMoment()).containsOnly(0);
    }
  }

  @Test
  void shouldRefuseBfloat16() {
    TransformerConfig config = TransformerConfig.gpt(97, 1, 32, 4, 64, 16, 0);
    assertThatThrownBy(
            () -> engine(config, OptimizerKind.ADAMW, ND4J.withPrecision(Precision.BFLOAT16)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The backend nd4j computes in float32 only");
  }
}

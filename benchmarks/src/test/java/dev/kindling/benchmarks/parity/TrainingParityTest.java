package dev.kindling.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.benchmarks.parity.LibtorchAdamW.Step;
import dev.kindling.model.Batch;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.Precision;
import dev.kindling.model.StepResult;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("try") // the scope is there for what is made inside it
class TrainingParityTest {
  private static final int STEPS = 10;
  private static final double LEARNING_RATE = 1e-3;
  private static final double LOSS = 1e-4;
  private static final double BFLOAT16_LOSS = 0.005; // of the loss
  private static final double NORM = 1e-4; // of the norm
  private static final double UPDATE = 1e-4; // of what ten steps changed in a tensor

  @BeforeAll
  static void loadLibtorch() {
    Libtorch.load(1);
  }

  /**
   * Weight decay so strong that ten steps show on which slices it works; norms that fall below the
   * limit on the way; an epsilon so large that the gradient's size shows.
   */
  static Stream<Arguments> trainings() {
    return Stream.of(
        Arguments.of(ParityCases.tinyBert(), adamW(0.9, 0.999, 1e-8, 0.01, 3)),
        Arguments.of(ParityCases.tinyBert(), adamW(0.9, 0.98, 1e-3, 1, 0.1)),
        Arguments.of(ParityCases.tinyGpt(), adamW(0.9, 0.95, 1e-8, 0.1, 3)),
        Arguments.of(ParityCases.tinyGpt(), adamW(0.8, 0.9, 1e-6, 1, 0)));
  }

  private static OptimizerConfig adamW(
      double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
    return new OptimizerConfig(OptimizerKind.ADAMW, beta1, beta2, epsilon, weightDecay, clipNorm);
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void shouldLearnABatchByHeartAsPyTorchDoes(TransformerConfig config, OptimizerConfig optimizer) {
    Training training = train(config, optimizer, Precision.FLOAT32);
    double first = training.theirs().get(0).loss();
    assertThat(training.theirs().get(STEPS - 1).loss()).isLessThan(0.8 * first);
    for (int step = 0; step < STEPS; step++) {
      Step ours = training.ours().get(step);
      Step theirs = training.theirs().get(step);
      assertThat(ours.loss()).as("loss of step %d", step).isCloseTo(theirs.loss(), within(LOSS));
      assertThat(ours.gradientNorm())
          .as("gradient's norm in step %d", step)
          .isCloseTo(theirs.gradientNorm(), within(NORM * theirs.gradientNorm()));
    }
    assertThat(training.updates())
        .allSatisfy((name, deviation) -> assertThat(deviation).isLessThan(UPDATE));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void shouldFollowInBfloat16(TransformerConfig config, OptimizerConfig optimizer) {
    Training training = train(config, optimizer, Precision.BFLOAT16);
    for (int step = 0; step < STEPS; step++) {
      double theirs = training.theirs().get(step).loss();
      assertThat(training.ours().get(step).loss())
          .as("loss of step %d", step)
          .isCloseTo(theirs, within(BFLOAT16_LOSS * theirs));
    }
  }

  /** Losses before each step, and how far apart the weights' changes are at the end. */
  private record Training(List<Step> ours, List<Step> theirs, Map<String, Double> updates) {}

  private static Training train(
      TransformerConfig config, OptimizerConfig optimizer, Precision precision) {
    Batch batch = BatchMaker.batch(config, 10, 40, 40, 33, 7);
    TrainingState start = TrainingState.initial(config, 1);
    EngineOptions options = EngineOptions.cpu().withPrecision(precision);
    List<Step> ours = new ArrayList<>();
    List<Step> theirs = new ArrayList<>();
    try (PointerScope scope = new PointerScope();
        TrainingEngine engine =
            new TrainingEngine(config, optimizer, EngineOutput.shapeOf(batch), options)) {
      engine.load(start);
      LibtorchNetwork network = new LibtorchNetwork(config, start.parameters(), ScalarType.Float);
      LibtorchAdamW adamW = new LibtorchAdamW(config, network, optimizer, LEARNING_RATE);
      for (int step = 0; step < STEPS; step++) {
        StepResult result = engine.step(List.of(batch), LEARNING_RATE, step);
        ours.add(new Step(result.losses().loss(), result.gradientNorm()));
        theirs.add(adamW.step(batch));
      }
      float[] end = engine.store().parameters();
      return new Training(
          ours, theirs, new Deviations(config, network).ofUpdates(start.parameters(), end));
    }
  }
}

package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.reference.ReferenceLamb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingEngineTest {
  private static final OptimizerConfig OPTIMIZER =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 1.0);
  private static final BatchShape SHAPE = new BatchShape(4, 12, 48);
  private static final int VOCABULARY_SIZE = 61;

  private static TransformerConfig config(Architecture architecture, double dropout) {
    return architecture == Architecture.BERT
        ? TransformerConfig.bert(VOCABULARY_SIZE, 2, 24, 3, 40, 12, dropout)
        : TransformerConfig.gpt(VOCABULARY_SIZE, 2, 24, 3, 40, 12, dropout);
  }

  private static TrainingEngine engine(TransformerConfig config) {
    TrainingEngine engine = new TrainingEngine(config, OPTIMIZER, SHAPE, EngineOptions.cpu());
    engine.load(TrainingState.initial(config, 7));
    return engine;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldBeginWithTheLossOfAnEvenGuess(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    try (TrainingEngine engine = engine(config)) {
      LossSums losses = engine.evaluate(Batches.of(config, 1, 12, 12, 7, 9, 1));
      assertThat(losses.labelLoss()).isCloseTo(Math.log(VOCABULARY_SIZE), within(0.1));
      if (config.isBert()) {
        assertThat(losses.nextLoss()).isCloseTo(Math.log(2), within(0.05));
        assertThat(losses.nextCount()).isEqualTo(4);
      }
      assertThat(losses.tokens()).isEqualTo(29);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldLearnOneBatchByHeart(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    List<Batch> batches = List.of(Batches.of(config, 2, 12, 12, 10, 8, 11));
    try (TrainingEngine engine = engine(config)) {
      StepResult result = null;
      for (int step = 0; step < 300; step++) {
        result = engine.step(batches, 3e-3, step);
      }
      assertThat(result.losses().loss()).isLessThan(0.1);
      assertThat(result.losses().labelAccuracy()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldHaveTheGradientOfItsLoss(Architecture architecture) {
    assertGradientAlongItself(config(architecture, 0));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldDropTheSameElementsForwardAndBackward(Architecture architecture) {
    assertGradientAlongItself(config(architecture, 0.3));
  }

  /** The loss's slope in the direction of the gradient is the gradient's norm, slice by slice. */
  private static void assertGradientAlongItself(TransformerConfig config) {
    List<Batch> batches =
        List.of(Batches.of(config, 3, 12, 12, 5, 1, 9), Batches.of(config, 4, 11, 11, 6));
    float[] start = awayFromZero(config);
    try (TrainingEngine engine = engine(config)) {
      setParameters(engine, start);
      float[] gradient = engine.gradient(batches, 99);
      for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
        double norm = norm(gradient, slice);
        double distance = 2e-2;
        double up = loss(engine, batches, moved(start, gradient, slice, distance / norm));
        double down = loss(engine, batches, moved(start, gradient, slice, -distance / norm));
        double slope = (up - down) / (2 * distance);
        assertThat(slope).as(slice.name()).isCloseTo(norm, within(0.02 * norm + 1e-4));
      }
    }
  }

  /** Initial weights plus a little, so that no bias is zero and no gain is one. */
  private static float[] awayFromZero(TransformerConfig config) {
    float[] parameters = TrainingState.initial(config, 5).parameters();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.1f * (float) StrictMath.sin(i * 1.7 + 0.3);
    }
    return parameters;
  }

  private static double loss(TrainingEngine engine, List<Batch> batches, float[] parameters) {
    setParameters(engine, parameters);
    return engine.lossesWithDropout(batches, 99).loss();
  }

  private static void setParameters(TrainingEngine engine, float[] parameters) {
    int size = parameters.length;
    engine.load(new TrainingState(parameters, new float[size], new float[size], 0));
  }

  private static float[] moved(float[] from, float[] along, ParameterSlice slice, double factor) {
    float[] moved = from.clone();
    for (int i = slice.offset(); i < slice.end(); i++) {
      moved[i] += (float) (factor * along[i]);
    }
    return moved;
  }

  private static double norm(float[] vector, ParameterSlice slice) {
    double sum = 0;
    for (int i = slice.offset(); i < slice.end(); i++) {
      sum += (double) vector[i] * vector[i];
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldGiveTheBigBatchsGradientFromMicroBatchesEvenWithDropout(Architecture architecture) {
    TransformerConfig config = config(architecture, 0.2);
    Batch whole = Batches.of(config, 6, 12, 12, 4, 9, 7);
    List<Batch> parts = List.of(Batches.part(whole, 0, 1), Batches.part(whole, 1, 4));
    try (TrainingEngine engine = engine(config)) {
      float[] expected = engine.gradient(List.of(whole), 5);
      float[] actual = engine.gradient(parts, 5);
      for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
        double scale = norm(expected, slice);
        for (int i = slice.offset(); i < slice.end(); i++) {
          assertThat((double) actual[i])
              .as(slice.name())
              .isCloseTo(expected[i], within(1e-5 * scale + 1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldContinueFromAStoredStateBitByBit(Architecture architecture) {
    TransformerConfig config = config(architecture, 0.1);
    List<Batch> batches = List.of(Batches.of(config, 8, 12, 12, 10, 3, 11));
    try (TrainingEngine straight = engine(config)) {
      train(straight, batches, 0, 5);
      TrainingState middle = straight.store();
      assertThat(middle.step()).isEqualTo(5);
      List<StepResult> expected = train(straight, batches, 5, 10);
      try (TrainingEngine resumed = engine(config)) {
        resumed.load(middle);
        assertThat(train(resumed, batches, 5, 10)).isEqualTo(expected);
        assertThat(resumed.store().parameters()).isEqualTo(straight.store().parameters());
        assertThat(resumed.store().secondMoment()).isEqualTo(straight.store().secondMoment());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldReadAnyStretchOfItsStateAsItStoresIt(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    try (TrainingEngine engine = engine(config)) {
      train(engine, List.of(Batches.of(config, 8, 12, 12, 10, 3, 11)), 0, 2);
      TrainingState state = engine.store();
      int size = state.parameters().length;
      for (int[] stretch : new int[][] {{0, size}, {0, 1}, {size - 1, 1}, {size / 3, size / 2}}) {
        float[] parameters = new float[stretch[1]];
        float[] first = new float[stretch[1]];
        float[] second = new float[stretch[1]];
        engine.readParameters(stretch[0], parameters);
        engine.readFirstMoment(stretch[0], first);
        engine.readSecondMoment(stretch[0], second);
        int end = stretch[0] + stretch[1];
        assertThat(parameters).isEqualTo(Arrays.copyOfRange(state.parameters(), stretch[0], end));
        assertThat(first).isEqualTo(Arrays.copyOfRange(state.firstMoment(), stretch[0], end));
        assertThat(second).isEqualTo(Arrays.copyOfRange(state.secondMoment(), stretch[0], end));
      }
    }
  }

  private static List<StepResult> train(
      TrainingEngine engine, List<Batch> batches, int from, int to) {
    List<StepResult> results = new ArrayList<>();
    for (int step = from; step < to; step++) {
      results.add(engine.step(batches, 1e-3, step));
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldGiveTheSameBitsInEveryThread(Architecture architecture) throws Exception {
    TransformerConfig config = config(architecture, 0.1);
    List<Batch> batches = List.of(Batches.of(config, 9, 12, 12, 2, 12, 5));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        results.add(
            threads.submit(
                () -> {
                  try (TrainingEngine engine = engine(config)) {
                    train(engine, batches, 0, 50);
                    return engine.store().parameters();
                  }
                }));
      }
      assertThat(results.get(0).get()).isEqualTo(results.get(1).get());
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldNotReadPadding(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    Batch batch = Batches.of(config, 10, 12, 7, 3);
    try (TrainingEngine engine = engine(config)) {
      float[] expected = engine.logits(batch);
      for (int row = 7; row < 12; row++) {
        batch.tokens()[row] = VOCABULARY_SIZE + 1000; // not even looked up
      }
      assertThat(engine.logits(batch)).isEqualTo(expected);
      assertThat(expected).hasSize(batch.labelCount() * VOCABULARY_SIZE);
    }
  }

  @Test
  void shouldNotLookAheadAsGpt() {
    TransformerConfig config = config(Architecture.GPT, 0);
    int[] tokens = {1, 2, 3, 4, 5, 6};
    int[] rows = {0, 1, 2};
    try (TrainingEngine engine = engine(config)) {
      float[] expected = engine.logits(Batch.gpt(1, 6, tokens.clone(), new int[] {6}, rows, rows));
      tokens[3] = 9;
      tokens[5] = 11;
      float[] actual = engine.logits(Batch.gpt(1, 6, tokens, new int[] {6}, rows, rows));
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void shouldAcceptABatchWithoutLabels() {
    TransformerConfig config = config(Architecture.GPT, 0.1);
    Batch empty = Batch.gpt(1, 3, new int[3], new int[] {3}, new int[0], new int[0]);
    try (TrainingEngine engine = engine(config)) {
      StepResult result = engine.step(List.of(empty), 1e-3, 1);
      assertThat(result.losses().labelCount()).isZero();
      assertThat(result.gradientNorm()).isZero();
    }
  }

  @Test
  void shouldLoadOneVectorAndLeaveTheOthers() {
    TransformerConfig config = config(Architecture.GPT, 0);
    List<Batch> batches = List.of(Batches.of(config, 1, 12, 12));
    try (TrainingEngine engine = engine(config);
        TrainingEngine whole = engine(config)) {
      engine.step(batches, 1e-3, 1);
      TrainingState before = engine.store();
      TrainingState other =
          new TrainingState(
              awayFromZero(config), before.secondMoment().clone(), doubled(before), 7);

      engine.loadParameters(other.parameters(), other.step());
      assertState(
          engine,
          new TrainingState(other.parameters(), before.firstMoment(), before.secondMoment(), 7));
      engine.loadFirstMoment(other.firstMoment());
      assertState(
          engine,
          new TrainingState(other.parameters(), other.firstMoment(), before.secondMoment(), 7));
      engine.loadSecondMoment(other.secondMoment());
      assertState(engine, other);

      whole.load(other);
      assertThat(engine.step(batches, 1e-3, 2)).isEqualTo(whole.step(batches, 1e-3, 2));
      assertState(engine, whole.store());
    }
  }

  private static float[] doubled(TrainingState state) {
    float[] values = state.secondMoment().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return values;
  }

  private static void assertState(TrainingEngine engine, TrainingState expected) {
    TrainingState actual = engine.store();
    assertThat(actual.step()).isEqualTo(expected.step());
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.firstMoment()).isEqualTo(expected.firstMoment());
    assertThat(actual.secondMoment()).isEqualTo(expected.secondMoment());
  }

  @Test
  void shouldKeepTheStateWhenTheGradientIsNotFinite() {
    TransformerConfig config = config(Architecture.GPT, 0);
    TrainingState state = TrainingState.initial(config, 1);
    state.parameters()[ParameterLayout.of(config).slice("final.norm.gain").offset()] = Float.NaN;
    try (TrainingEngine engine = engine(config)) {
      engine.load(state);
      List<Batch> batches = List.of(Batches.of(config, 1, 12, 12));
      assertThatThrownBy(() -> engine.step(batches, 1e-3, 1))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("not finite")
          .hasMessageContaining("diverged");
      assertThat(engine.store().step()).isZero();
    }
  }

  @Test
  void shouldRejectWhatDoesNotFit() {
    TransformerConfig bert = config(Architecture.BERT, 0);
    try (TrainingEngine engine = engine(bert)) {
      assertThatThrownBy(() -> engine.evaluate(Batches.gpt(1, VOCABULARY_SIZE, 12, 12)))
          .hasMessageContaining("GPT");
      assertThatThrownBy(
              () -> engine.evaluate(Batches.bert(1, VOCABULARY_SIZE, 12, 12, 12, 12, 12, 12)))
          .hasMessageContaining("does not fit");
      assertThatThrownBy(() -> engine.evaluate(Batches.bert(1, 1000, 12, 12)))
          .hasMessageContaining("must be in [0, 61)");
      assertThatThrownBy(() -> engine.load(TrainingState.initial(config(Architecture.GPT, 0), 1)))
          .hasMessageContaining("different configurations");
      assertThatThrownBy(() -> engine.loadFirstMoment(new float[3]))
          .hasMessageContaining("3 first moments")
          .hasMessageContaining("different configurations");
      assertThatThrownBy(() -> engine.loadSecondMoment(new float[3]))
          .hasMessageContaining("3 second moments");
      assertThatThrownBy(() -> engine.loadParameters(engine.store().parameters(), -1))
          .hasMessage("step must not be negative, got -1");
    }
    assertThatThrownBy(
            () ->
                new TrainingEngine(bert, OPTIMIZER, new BatchShape(1, 13, 1), EngineOptions.cpu()))
        .hasMessageContaining("13")
        .hasMessageContaining("12 positions");
    assertThatThrownBy(
            () ->
                new TrainingEngine(bert, OPTIMIZER, SHAPE, EngineOptions.cpu().withBackend("gpu")))
        .hasMessageContaining("no backend gpu")
        .hasMessageContaining("cpu");
  }

  @Test
  void shouldSayThatAMicroBatchIsTooLarge() {
    TransformerConfig config = TransformerConfig.bert(61, 1, 512, 8, 2048, 512, 0);
    assertThatThrownBy(
            () ->
                new TrainingEngine(
                    config, OPTIMIZER, new BatchShape(100_000, 512, 1), EngineOptions.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fewer sequences per micro-batch");
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldInitializeAsTheInitialStateDoesWhateverWasThere(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    try (TrainingEngine engine = engine(config)) {
      engine.step(List.of(Batches.of(config, 3, 12, 12, 5)), 1e-2, 0);
      engine.initialize(9);
      TrainingState expected = TrainingState.initial(config, 9);
      TrainingState actual = engine.store();
      assertThat(actual.parameters()).isEqualTo(expected.parameters());
      assertThat(actual.firstMoment()).isEqualTo(expected.firstMoment());
      assertThat(actual.secondMoment()).isEqualTo(expected.secondMoment());
      assertThat(actual.step()).isZero();
    }
  }

  /** The whole way, from the network's own gradients, with clipping in most steps. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldTrainWithLambAsTheReferenceDoes(Architecture architecture) {
    TransformerConfig config = config(architecture, 0);
    OptimizerConfig lamb = new OptimizerConfig(OptimizerKind.LAMB, 0.9, 0.98, 1e-6, 0.01, 0.5);
    List<Batch> batches = List.of(Batches.of(config, 8, 12, 12, 5, 9));
    float[] start = awayFromZero(config);
    double[] widened = IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray();
    ReferenceLamb reference = new ReferenceLamb(lamb, ParameterLayout.of(config), widened);
    try (TrainingEngine engine = new TrainingEngine(config, lamb, SHAPE, EngineOptions.cpu())) {
      engine.load(new TrainingState(start, new float[start.length], new float[start.length], 0));
      double first = engine.evaluate(batches.get(0)).loss();
      for (int step = 0; step < 5; step++) {
        float[] gradient = engine.gradient(batches, 0);
        engine.step(batches, 0.02, 0);
        reference.step(
            IntStream.range(0, gradient.length).mapToDouble(i -> gradient[i]).toArray(), 0.02);
      }
      assertThat(engine.evaluate(batches.get(0)).loss()).isLessThan(0.9 * first);
      float[] end = engine.store().parameters();
      for (int i = 0; i < end.length; i++) {
        assertThat((double) end[i]).isCloseTo(reference.parameters()[i], within(3e-6));
      }
    }
  }
}

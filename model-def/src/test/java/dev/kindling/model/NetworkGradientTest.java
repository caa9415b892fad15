package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kindling.model.reference.ReferenceTransformer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole network against finite differences of the reference in double precision. */
class NetworkGradientTest {
  private static final int VOCABULARY_SIZE = 37;
  private static final int SAMPLES_PER_SLICE = 4;

  /** Which backend computes. */
  EngineOptions options() {
    return EngineOptions.cpu();
  }

  /** What its products can have; tests of others are skipped. */
  Set<Precision> precisions() {
    return EnumSet.allOf(Precision.class);
  }

  /** Both architectures in all their variants. */
  static Stream<TransformerConfig> configs() {
    return Stream.of(
            TransformerConfig.bert(VOCABULARY_SIZE, 2, 18, 3, 29, 9, 0),
            TransformerConfig.gpt(VOCABULARY_SIZE, 2, 18, 3, 29, 9, 0))
        .flatMap(config -> Variants.of(config).stream());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void shouldGiveTheLossesAndLogitsOfTheReference(TransformerConfig config) {
    Batch batch = Batches.of(config, 21, 9, 9, 1, 4, 8);
    float[] parameters = parameters(config);
    ReferenceTransformer.Result expected =
        ReferenceTransformer.run(config, widened(parameters), batch);
    try (TrainingEngine engine = engine(config, parameters)) {
      LossSums losses = engine.evaluate(batch);
      assertThat(losses.labelLoss()).isCloseTo(expected.labelLoss(), within(1e-5));
      assertThat(losses.nextLoss()).isCloseTo(expected.nextLoss(), within(1e-5));
      float[] logits = engine.logits(batch);
      for (int row = 0; row < batch.labelCount(); row++) {
        for (int column = 0; column < VOCABULARY_SIZE; column++) {
          assertThat((double) logits[row * VOCABULARY_SIZE + column])
              .isCloseTo(expected.logits()[row][column], within(2e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void shouldGiveTheGradientOfTheReferenceFromMicroBatches(TransformerConfig config) {
    Batch whole = Batches.of(config, 22, 9, 9, 2, 5, 8, 1);
    List<Batch> parts =
        List.of(Batches.part(whole, 0, 2), Batches.part(whole, 2, 3), Batches.part(whole, 3, 5));
    assertGradient(config, parts, whole);
  }

  /** As GPT is trained: the last block has no rows to leave out. */
  @ParameterizedTest
  @MethodSource("configs")
  void shouldGiveTheGradientOfTheReferenceWhereEachRowHasALabel(TransformerConfig config) {
    int length = 9;
    int[] rows = IntStream.range(0, 2 * length).toArray();
    int[] tokens = Batches.tokens(new Random(24), VOCABULARY_SIZE, rows.length);
    int[] labels = Batches.tokens(new Random(25), VOCABULARY_SIZE, rows.length);
    int[] lengths = {length, length};
    int[] segments = new int[rows.length];
    Batch batch =
        config.isBert()
            ? Batch.bert(2, length, tokens, segments, lengths, rows, labels, new int[0])
            : Batch.gpt(2, length, tokens, lengths, rows, labels);
    assertGradient(config, List.of(batch), batch);
  }

  private void assertGradient(TransformerConfig config, List<Batch> parts, Batch whole) {
    float[] parameters = parameters(config);
    try (TrainingEngine engine = engine(config, parameters)) {
      float[] gradient = engine.gradient(parts, 0);
      for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
        int[] indices = samples(slice);
        double[] expected =
            ReferenceTransformer.gradient(config, widened(parameters), whole, indices);
        double scale =
            1e-2
                + IntStream.range(0, indices.length)
                    .mapToDouble(i -> Math.abs(expected[i]))
                    .max()
                    .orElseThrow();
        for (int i = 0; i < indices.length; i++) {
          assertThat((double) gradient[indices[i]])
              .as("%s[%d]", slice.name(), indices[i] - slice.offset())
              .isCloseTo(expected[i], within(3e-5 * scale));
        }
      }
    }
  }

  /** Without ReLU, which rounding a sum across its kink switches on or off whole. */
  static Stream<TransformerConfig> smoothConfigs() {
    return configs().filter(config -> config.activation() != Activation.RELU);
  }

  /** Products in bfloat16 have 8 bits: the direction holds, and the loss to half a percent. */
  @ParameterizedTest
  @MethodSource("smoothConfigs")
  void shouldGiveNearlyTheSameInBfloat16(TransformerConfig config) {
    assumeThat(precisions()).contains(Precision.BFLOAT16);
    List<Batch> batches = List.of(Batches.of(config, 23, 9, 9, 2, 5, 8, 1));
    float[] parameters = parameters(config);
    EngineOptions bfloat16 = options().withPrecision(Precision.BFLOAT16);
    try (TrainingEngine exact = engine(config, parameters);
        TrainingEngine rounded = engine(config, parameters, bfloat16)) {
      double loss = exact.evaluate(batches.get(0)).loss();
      assertThat(rounded.evaluate(batches.get(0)).loss()).isCloseTo(loss, within(0.005 * loss));
      float[] expected = exact.gradient(batches, 0);
      float[] actual = rounded.gradient(batches, 0);
      assertThat(actual).isNotEqualTo(expected);
      double cosine =
          dot(actual, expected) / Math.sqrt(dot(actual, actual) * dot(expected, expected));
      assertThat(cosine).isGreaterThan(0.999);
    }
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private TrainingEngine engine(TransformerConfig config, float[] parameters) {
    return engine(config, parameters, options());
  }

  private static TrainingEngine engine(
      TransformerConfig config, float[] parameters, EngineOptions options) {
    OptimizerConfig optimizer = new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0, 0);
    TrainingEngine engine =
        new TrainingEngine(config, optimizer, new BatchShape(5, 9, 45), options);
    int size = parameters.length;
    engine.load(new TrainingState(parameters, new float[size], new float[size], 0));
    return engine;
  }

  /** Larger than initial weights, so that every path carries a gradient well above rounding. */
  private static float[] parameters(TransformerConfig config) {
    float[] parameters = TrainingState.initial(config, 3).parameters();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.2f * (float) StrictMath.sin(i * 1.3 + 0.7);
    }
    return parameters;
  }

  private static double[] widened(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Indices spread over a slice, the first and the last among them. */
  private static int[] samples(ParameterSlice slice) {
    int count = Math.min(SAMPLES_PER_SLICE, slice.size());
    return IntStream.range(0, count)
        .map(i -> slice.offset() + (int) ((long) i * (slice.size() - 1) / Math.max(1, count - 1)))
        .toArray();
  }
}

package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.reference.ReferenceTransformer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole network against finite differences of the reference in double precision. */
class NetworkGradientTest {
  private static final int VOCABULARY_SIZE = 37;
  private static final int SAMPLES_PER_SLICE = 6;

  private static TransformerConfig config(Architecture architecture) {
    return architecture == Architecture.BERT
        ? TransformerConfig.bert(VOCABULARY_SIZE, 2, 18, 3, 29, 9, 0)
        : TransformerConfig.gpt(VOCABULARY_SIZE, 2, 18, 3, 29, 9, 0);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void shouldGiveTheLossesAndLogitsOfTheReference(Architecture architecture) {
    TransformerConfig config = config(architecture);
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
  @EnumSource(Architecture.class)
  void shouldGiveTheGradientOfTheReferenceFromMicroBatches(Architecture architecture) {
    TransformerConfig config = config(architecture);
    Batch whole = Batches.of(config, 22, 9, 9, 2, 5, 8, 1);
    List<Batch> parts =
        List.of(Batches.part(whole, 0, 2), Batches.part(whole, 2, 3), Batches.part(whole, 3, 5));
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

  private static TrainingEngine engine(TransformerConfig config, float[] parameters) {
    OptimizerConfig optimizer = new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0, 0);
    TrainingEngine engine =
        new TrainingEngine(config, optimizer, new BatchShape(5, 9, 45), EngineOptions.cpu());
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

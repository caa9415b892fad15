package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.dl4j.Floats;
import dev.kindling.model.dl4j.GraphBatches;
import dev.kindling.model.dl4j.TransformerGraph;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** The DL4J graph beside the engine: the same weights, losses, logits and gradients. */
class TransformerGraphTest {
  private static final long SEED = 5;
  private static final int LENGTH = 9;
  private static final OptimizerConfig ANY =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 1.0);

  static List<TransformerConfig> models() {
    TransformerConfig bert = TransformerConfig.bert(30, 2, 8, 2, 16, LENGTH, 0.1);
    TransformerConfig gpt = TransformerConfig.gpt(30, 2, 8, 2, 16, LENGTH, 0.1);
    return List.of(
        bert,
        bert.withNormPlacement(NormPlacement.PRE),
        bert.withPositionEncoding(PositionEncoding.SINUSOIDAL),
        gpt,
        gpt.withNormPlacement(NormPlacement.POST));
  }

  private static Batch batch(TransformerConfig config, long seed) {
    return Batches.of(config, seed, LENGTH, 9, 4, 7);
  }

  private static TrainingEngine engine(TransformerConfig config) {
    BatchShape shape = new BatchShape(3, LENGTH, 3 * LENGTH);
    TrainingEngine engine = new TrainingEngine(config, ANY, shape, EngineOptions.cpu());
    engine.load(TrainingState.initial(config, SEED));
    return engine;
  }

  private static ComputationGraph graph(TransformerConfig config) {
    return TransformerGraph.create(config, new Sgd(0.1), SEED, 1);
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldBeginWithTheEnginesWeightsInTheirOrder(TransformerConfig config) {
    assertThat(Floats.of(graph(config).params()))
        .isEqualTo(TrainingState.initial(config, SEED).parameters());
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheEnginesLossAndGradientDropoutIncluded(TransformerConfig config) {
    Batch batch = batch(config, 1);
    MultiDataSet data = GraphBatches.of(batch, LENGTH);
    ComputationGraph graph = graph(config);
    try (TrainingEngine engine = engine(config)) {
      assertThat(graph.score(data)).isCloseTo(engine.evaluate(batch).loss(), within(1e-6));
      long stepSeed = Hash.of(SEED, 0); // of the graph's first iteration
      float[] expected = engine.gradient(List.of(batch), stepSeed);

      graph.setInputs(data.getFeatures());
      graph.setLabels(data.getLabels());
      graph.computeGradientAndScore();

      double trained = engine.lossesWithDropout(List.of(batch), stepSeed).loss();
      assertThat(graph.score()).isCloseTo(trained, within(1e-6));
      assertClose(Floats.of(graph.getFlattenedGradients()), expected);
    }
  }

  /** Within 1e-6 of the largest element. */
  private static void assertClose(float[] actual, float[] expected) {
    double scale = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(scale).isPositive();
    assertThat(worst / scale).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheEnginesLogits(TransformerConfig config) {
    Batch batch = batch(config, 2);
    MultiDataSet data = GraphBatches.of(batch, LENGTH);
    try (TrainingEngine engine = engine(config)) {
      float[] expected = engine.logits(batch);
      INDArray logits = graph(config).output(data.getFeatures())[0];
      assertThat(logits.shape()).containsExactly(3, LENGTH, config.vocabularySize());
      int row = 0;
      for (int labelRow : batch.labelRows()) {
        int sequence = labelRow / LENGTH;
        INDArray ofSequence = data.getFeatures(data.numFeatureArrays() - 1).getRow(sequence);
        int place = 0;
        while (ofSequence.getInt(place) != labelRow % LENGTH) {
          place++;
        }
        float[] actual = Floats.of(logits.slice(sequence).slice(place));
        for (int v = 0; v < actual.length; v++) {
          assertThat(actual[v]).isCloseTo(expected[row * actual.length + v], within(1e-5f));
        }
        row++;
      }
    }
  }

  @Test
  void shouldBeTheSameAfterModelSerializer() throws IOException {
    for (TransformerConfig config : models()) {
      ComputationGraph graph = TransformerGraph.create(config, new Adam(1e-3), SEED, 1);
      graph.fit(GraphBatches.of(batch(config, 3), LENGTH));
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ModelSerializer.writeModel(graph, file, true);

      ComputationGraph again =
          ModelSerializer.restoreComputationGraph(
              new ByteArrayInputStream(file.toByteArray()), true);

      assertThat(again.getConfiguration()).isEqualTo(graph.getConfiguration());
      assertThat(Floats.of(again.params())).isEqualTo(Floats.of(graph.params()));
      MultiDataSet next = GraphBatches.of(batch(config, 4), LENGTH);
      graph.fit(next);
      again.fit(next);
      assertThat(Floats.of(again.params())).isEqualTo(Floats.of(graph.params()));
    }
  }

  @Test
  void shouldLearnABatchByHeart() {
    TransformerConfig config = TransformerConfig.bert(30, 2, 8, 2, 16, LENGTH, 0);
    ComputationGraph graph = TransformerGraph.create(config, new Adam(1e-2), SEED, 1);
    MultiDataSet data = GraphBatches.of(batch(config, 5), LENGTH);
    double before = graph.score(data);
    for (int step = 0; step < 100; step++) {
      graph.fit(data);
    }
    assertThat(graph.score(data)).isLessThan(before / 10);
  }
}

package dev.kindling.train.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.Batch;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.model.dl4j.Floats;
import dev.kindling.model.dl4j.GraphBatches;
import dev.kindling.model.dl4j.TransformerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Kindling's graph under dl4j-spark: our rounds, and DL4J's own averaging beside them. */
class RoundsTrainingMasterIT {
  private static final TransformerConfig MODEL = TransformerConfig.gpt(20, 1, 8, 2, 16, 6, 0);
  private static final ParameterAveraging NESTEROV =
      new ParameterAveraging(new OuterOptimizer(0.7, 0.9), DeltaCodec.FP16);
  private static final ParameterAveraging PLAIN =
      new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32);

  private static ComputationGraph graph() {
    return TransformerGraph.create(MODEL, new Adam(1e-2), 3, 1);
  }

  /** Sequences that count upwards: easily learned. */
  private static List<MultiDataSet> data(int count) {
    Random random = new Random(11);
    List<MultiDataSet> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] tokens = new int[12];
      int first = random.nextInt(20);
      int second = random.nextInt(20);
      for (int t = 0; t < 6; t++) {
        tokens[t] = (first + t) % 20;
        tokens[6 + t] = (second + t) % 20;
      }
      int[] rows = {0, 1, 2, 3, 4, 6, 7, 8, 9, 10};
      int[] next = IntStream.of(rows).map(row -> tokens[row + 1]).toArray();
      data.add(GraphBatches.of(Batch.gpt(2, 6, tokens, new int[] {6, 6}, rows, next), 5));
    }
    return data;
  }

  private static ComputationGraph train(
      String master, int partitions, List<MultiDataSet> data, TrainingMaster<?, ?> way) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("rounds under DL4J")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost");
    ComputationGraph graph = graph();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      SparkComputationGraph sparkGraph = new SparkComputationGraph(spark, graph, way);
      return sparkGraph.fitMultiDataSet(spark.parallelize(data, partitions));
    }
  }

  private static double loss(ComputationGraph graph, List<MultiDataSet> data) {
    return data.stream().mapToDouble(graph::score).average().orElseThrow();
  }

  @Test
  void shouldGiveTheSameBitsOnAnyNumberOfTasksAndPartitions() {
    List<MultiDataSet> data = data(31); // the last round is not full
    ComputationGraph one = train("local[1]", 1, data, new RoundsTrainingMaster(3, 2, NESTEROV));
    ComputationGraph two = train("local[2]", 5, data, new RoundsTrainingMaster(3, 2, NESTEROV));

    assertThat(Floats.of(two.params())).isEqualTo(Floats.of(one.params()));
    assertThat(GraphState.updaterOf(two)).isEqualTo(GraphState.updaterOf(one));
    assertThat(loss(one, data)).isLessThan(0.95 * loss(graph(), data));
  }

  @Test
  void shouldBePlainTrainingWithOneWorker() {
    List<MultiDataSet> data = data(8);
    ComputationGraph plain = graph();
    data.forEach(plain::fit);

    ComputationGraph rounds = train("local[2]", 3, data, new RoundsTrainingMaster(1, 3, PLAIN));

    assertThat(Floats.of(rounds.params())).isEqualTo(Floats.of(plain.params()));
    assertThat(rounds.getConfiguration().getIterationCount()).isEqualTo(8);
  }

  @Test
  void shouldAlsoTrainUnderTheMasterThatDl4jBrings() {
    List<MultiDataSet> data = data(24);
    TrainingMaster<?, ?> stock =
        new ParameterAveragingTrainingMaster.Builder(2, 2)
            .batchSizePerWorker(2)
            .averagingFrequency(2)
            .rddTrainingApproach(RDDTrainingApproach.Direct) // no files
            .build();

    ComputationGraph trained = train("local[2]", 2, data, stock);

    assertThat(loss(trained, data)).isLessThan(0.98 * loss(graph(), data));
  }
}

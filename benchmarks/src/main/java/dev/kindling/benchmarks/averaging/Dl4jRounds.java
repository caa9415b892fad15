package dev.kindling.benchmarks.averaging;

import dev.kindling.model.Batch;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.Preset;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.dl4j.GraphBatches;
import dev.kindling.model.dl4j.TransformerGraph;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The baseline, in a driver's process with DL4J and Spark on its class path: rounds of DL4J's own
 * master on the same network, an example a worker. Its updater is one without state, so that
 * parameters are all that travels.
 */
final class Dl4jRounds {
  private static final int VOCABULARY = 30_522;
  private static final int POSITIONS = 512;
  private static final int LENGTH = 16;
  private static final int LABELS = 2;

  /** The kernels' module; and JavaCPP would limit native memory by the heap. */
  private static final String EXECUTOR_OPTIONS =
      "--add-modules=jdk.incubator.vector -Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

  private Dl4jRounds() {}

  /**
   * Prints a line for each round, {@code round SECONDS PARAMETERS}: its time without that of the
   * local steps.
   *
   * @param words preset, workers, executors of one core, mebibytes of an executor's heap, rounds
   */
  public static void main(String[] words) {
    Preset preset = Preset.valueOf(words[0].replace('-', '_').toUpperCase(Locale.ROOT));
    int workers = Integer.parseInt(words[1]);
    int executors = Integer.parseInt(words[2]);
    int rounds = Integer.parseInt(words[4]);
    TransformerConfig model = preset.of(VOCABULARY, POSITIONS, 0.1);
    ComputationGraph graph = TransformerGraph.create(model, new Sgd(1e-3), 1, 1);
    double stepSeconds = stepSeconds(graph);
    SparkConf conf =
        new SparkConf()
            .setMaster("local-cluster[%d,1,%s]".formatted(executors, words[3]))
            .setAppName("rounds of DL4J")
            .set("spark.driver.host", "localhost")
            .set("spark.executor.memory", words[3] + "m")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.extraJavaOptions", EXECUTOR_OPTIONS)
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.driver.maxResultSize", "0")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      ParameterAveragingTrainingMaster master =
          new ParameterAveragingTrainingMaster.Builder(workers, 1)
              .batchSizePerWorker(1)
              .averagingFrequency(1)
              .rddTrainingApproach(RDDTrainingApproach.Direct)
              .build();
      SparkComputationGraph sparkGraph = new SparkComputationGraph(spark, graph, master);
      List<MultiDataSet> data = Collections.nCopies(workers, example());
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        sparkGraph.fitMultiDataSet(spark.parallelize(data, workers));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "round %.3f %d%n",
            seconds - stepSeconds * workers / Math.min(workers, executors),
            ParameterLayout.of(model).size());
      }
    }
  }

  /** Of a step that is not the first. */
  private static double stepSeconds(ComputationGraph graph) {
    double seconds = 0;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      graph.fit(example());
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return seconds;
  }

  private static MultiDataSet example() {
    int[] tokens = IntStream.rangeClosed(1, LENGTH).toArray();
    Batch batch =
        Batch.bert(
            1,
            LENGTH,
            tokens,
            new int[LENGTH],
            new int[] {LENGTH},
            new int[] {3, 7},
            new int[] {4, 8},
            new int[] {0});
    return GraphBatches.of(batch, LABELS);
  }
}

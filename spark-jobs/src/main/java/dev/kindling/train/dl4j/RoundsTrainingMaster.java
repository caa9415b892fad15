package dev.kindling.train.dl4j;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.model.dl4j.Floats;
import java.util.Collection;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * Trains a {@code SparkComputationGraph} in rounds of parameter averaging: the workers fit some
 * minibatches each, their parameters come together by {@link ParameterAveraging}, their updaters'
 * state as a plain mean, both weighted by examples and slice by slice through a shuffle, never
 * whole at one place but the driver's copy.
 *
 * <p>Minibatch i of the data goes to worker i mod workers, whatever partition it lies in: equal
 * data in equal order give equal bits on any number of executors, killed ones included. The outer
 * momentum lives as long as this object. Graphs over the kernels of Kindling need {@code
 * spark.executorEnv.OMP_NUM_THREADS=1}, for ND4J loads before them.
 */
public final class RoundsTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  private final int workers;
  private final int localSteps;
  private final ParameterAveraging averaging;
  private float[] momentum = new float[0];

  /**
   * Makes a master.
   *
   * @param workers at least 1; another number gives another model
   * @param localSteps minibatches of each worker in a round, at least 1
   * @param averaging outer optimizer and codec; one without error feedback, which no worker here
   *     has memory for
   */
  public RoundsTrainingMaster(int workers, int localSteps, ParameterAveraging averaging) {
    if (workers < 1 || localSteps < 1) {
      throw new IllegalArgumentException(
          "workers and localSteps must be at least 1, got " + workers + " and " + localSteps);
    }
    if (averaging.codec().hasErrorFeedback()) {
      throw new IllegalArgumentException(
          "codec "
              + averaging.codec()
              + " needs error feedback, which workers under DL4J cannot keep: take FP32 or FP16");
    }
    this.workers = workers;
    this.localSteps = localSteps;
    this.averaging = averaging;
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    executeTrainingMDS(graph, data.map(DataSet::toMultiDataSet));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    JavaPairRDD<Long, MultiDataSet> numbered =
        data.zipWithIndex().mapToPair(Tuple2::swap).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long count = numbered.count();
      long inRound = (long) workers * localSteps;
      for (long first = 0; first < count; first += inRound) {
        round(graph, numbered, first, Math.min(count, first + inRound));
      }
    } finally {
      numbered.unpersist();
    }
  }

  private void round(
      SparkComputationGraph sparkGraph,
      JavaPairRDD<Long, MultiDataSet> numbered,
      long first,
      long end) {
    ComputationGraph graph = sparkGraph.getNetwork();
    float[] parameters = Floats.of(graph.params());
    float[] updater = GraphState.updaterOf(graph);
    GraphSlices slices = new GraphSlices(parameters.length, updater.length, averaging);
    JavaSparkContext spark = sparkGraph.getSparkContext();
    Broadcast<GraphState> start = spark.broadcast(GraphState.of(graph, parameters, updater));
    try {
      List<GraphContribution.Mean> means = means(numbered, first, end, start, slices);
      apply(means, slices, parameters, updater);
      sparkGraph.setScore(means.get(0).score());
    } finally {
      start.destroy();
    }
    GraphState.set(graph.params(), parameters);
    if (updater.length > 0) {
      GraphState.set(graph.getUpdater().getStateViewArray(), updater);
    }
    int steps = (int) ((end - first + workers - 1) / workers);
    graph
        .getConfiguration()
        .setIterationCount(graph.getConfiguration().getIterationCount() + steps);
  }

  private List<GraphContribution.Mean> means(
      JavaPairRDD<Long, MultiDataSet> numbered,
      long first,
      long end,
      Broadcast<GraphState> start,
      GraphSlices slices) {
    int tasks = workers; // the closures below must not drag this along
    return numbered
        .filter(data -> data._1() >= first && data._1() < end)
        .mapToPair(data -> new Tuple2<>((int) (data._1() % tasks), data))
        .groupByKey(tasks)
        .flatMapToPair(new GraphWorker(start, slices))
        .groupByKey(Math.min(slices.count(), tasks))
        .map(group -> GraphContribution.mean(group._1(), group._2(), slices))
        .collect();
  }

  private void apply(
      List<GraphContribution.Mean> means, GraphSlices slices, float[] parameters, float[] updater) {
    if (averaging.outer().hasMomentum() && momentum.length != parameters.length) {
      momentum = new float[parameters.length];
    }
    for (GraphContribution.Mean mean : means) {
      int from = slices.start(mean.slice());
      if (slices.ofParameters(mean.slice())) {
        float[] b = averaging.outer().hasMomentum() ? momentum : null;
        averaging.outerStep(mean.values(), parameters, from, b, null);
      } else {
        System.arraycopy(mean.values(), 0, updater, from, mean.values().length);
      }
    }
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    throw onlyGraphs();
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw new UnsupportedOperationException(
        "rounds need data sets, not paths: load them first and call fitMultiDataSet");
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw onlyGraphs();
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw new UnsupportedOperationException("rounds have tasks of their own, no workers of DL4J");
  }

  private static UnsupportedOperationException onlyGraphs() {
    return new UnsupportedOperationException(
        "rounds train a SparkComputationGraph: convert with MultiLayerNetwork.toComputationGraph");
  }

  @Override
  public void addHook(TrainingHook hook) {
    throw new UnsupportedOperationException("rounds call no hooks");
  }

  @Override
  public void removeHook(TrainingHook hook) {
    // there never is one
  }

  @Override
  public String toJson() {
    return "{\"workers\":%d,\"localSteps\":%d,\"outerLearningRate\":%s,\"outerMomentum\":%s,\"codec\":\"%s\"}"
        .formatted(
            workers,
            localSteps,
            averaging.outer().learningRate(),
            averaging.outer().momentum(),
            averaging.codec());
  }

  @Override
  public String toYaml() {
    return toJson(); // which is YAML
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw new UnsupportedOperationException("rounds collect no stats of DL4J's kind");
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    requireNone(listeners);
  }

  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
    requireNone(listeners);
  }

  private static void requireNone(Collection<TrainingListener> listeners) {
    if (listeners != null && !listeners.isEmpty()) {
      throw new UnsupportedOperationException("rounds call no listeners in their tasks");
    }
  }

  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return true; // there are none
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}

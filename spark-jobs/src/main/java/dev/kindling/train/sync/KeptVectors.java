package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.StoredVectors;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The vectors that workers keep between rounds, as a Spark data set of one partition a worker. A
 * round is a transformation of it; a lost partition is computed again through the rounds since the
 * last checkpoint, which is where the lineage begins. So what was sent for those rounds stays until
 * then. What a task goes on from it takes out of Spark's storage and changes in place: two states
 * of the same worker would not fit beside each other. Should that task fail, the next one finds the
 * partition lost.
 */
final class KeptVectors implements AutoCloseable {
  private final JavaSparkContext spark;
  private final boolean keeps;
  private final int workers;
  private final Workspace workspace;
  private JavaRDD<Tuple2<Integer, StateVectors>> vectors;
  private JavaRDD<WorkerOutcome> held; // persisted; null while the lineage is all there is
  private JavaRDD<WorkerOutcome> advancing;

  KeptVectors(JavaSparkContext spark, RunPlan plan, Workspace workspace) {
    this.spark = spark;
    this.keeps = plan.workersKeepVectors();
    this.workers = plan.training().workers();
    this.workspace = workspace;
  }

  /** Begins, or cuts the lineage, at a checkpoint; at zero vectors where there is none. */
  void start(CheckpointStore.Loaded loaded) {
    forget();
    Workspace files = workspace;
    StoredVectors parts = keeps && loaded != null ? loaded.stored() : null;
    vectors =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .map(
                worker ->
                    new Tuple2<>(
                        worker, parts == null ? new StateVectors() : parts.read(worker, files)));
  }

  /** The outcomes of a round, not computed yet. */
  JavaRDD<WorkerOutcome> advance(
      Function<JavaRDD<Tuple2<Integer, StateVectors>>, JavaRDD<WorkerOutcome>> round) {
    advancing = round.apply(held == null ? vectors : taken(held));
    if (keeps) {
      advancing.persist(StorageLevel.MEMORY_AND_DISK());
    }
    return advancing;
  }

  private static JavaRDD<Tuple2<Integer, StateVectors>> taken(JavaRDD<WorkerOutcome> outcomes) {
    int dataset = outcomes.id();
    return outcomes.mapPartitions(
        partition -> {
          List<Tuple2<Integer, StateVectors>> workers = new ArrayList<>();
          partition.forEachRemaining( // to its end, where Spark lets go of the block
              outcome -> workers.add(new Tuple2<>(outcome.report().worker(), outcome.own())));
          BlockManager storage = SparkEnv.get().blockManager();
          RDDBlockId block = new RDDBlockId(dataset, TaskContext.getPartitionId());
          if (storage.getStatus(block).isDefined()) {
            storage.removeBlock(block, true);
          }
          return workers.iterator();
        });
  }

  /** Called when the round's outcomes have been computed and used. */
  void advanced() {
    if (!keeps) {
      return;
    }
    if (held != null) {
      held.unpersist();
    }
    held = advancing;
    advancing = null;
    vectors = held.map(outcome -> new Tuple2<>(outcome.report().worker(), outcome.own()));
  }

  /** Writes every worker's vectors, each from where it is. */
  List<CheckpointPart> write(CheckpointStore.Attempt attempt) {
    if (!keeps) {
      return List.of();
    }
    Workspace files = workspace;
    return vectors
        .flatMap(worker -> attempt.write(files, worker._1(), worker._2()).iterator())
        .collect();
  }

  private void forget() {
    if (held != null) {
      held.unpersist();
      held = null;
    }
    if (advancing != null) { // a round that failed
      advancing.unpersist();
      advancing = null;
    }
  }

  @Override
  public void close() {
    forget();
  }
}

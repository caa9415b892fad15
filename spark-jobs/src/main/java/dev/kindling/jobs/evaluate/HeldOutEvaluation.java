package dev.kindling.jobs.evaluate;

import dev.kindling.examples.KeyedHash;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.sync.EngineThreads;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Evaluates a training state on all held-out shards. Masks come from a seed stream of their own,
 * the same for all runs of a pipeline; sums run in the order of the shards, so neither the number
 * of workers nor that of executors changes a bit.
 */
public final class HeldOutEvaluation {
  private final JavaSparkContext spark;
  private final Workspace workspace;

  /** An evaluation on a cluster. */
  public HeldOutEvaluation(JavaSparkContext spark, Workspace workspace) {
    this.spark = spark;
    this.workspace = workspace;
  }

  /**
   * Evaluates.
   *
   * @param pipelineSeed seed of the pipeline, from which the held-out masks are drawn
   * @param heldOut the held-out examples
   * @param utf8Bytes of the text they were built from, 0 when not known
   */
  public Evaluation evaluate(
      RunPlan plan, RunState state, long pipelineSeed, ShardCatalog heldOut, long utf8Bytes) {
    Broadcast<RunPlan> sharedPlan = spark.broadcast(plan);
    Broadcast<StateVectors> parameters =
        spark.broadcast(state.shared().only(Set.of(StateVector.PARAMETERS)));
    try {
      EngineThreads threads = EngineThreads.of(spark, heldOut.shards().size());
      long maskSeed = KeyedHash.of(pipelineSeed, "held-out masks");
      List<ShardLosses> shards =
          spark
              .parallelize(heldOut.shards(), heldOut.shards().size())
              .map(new ShardTask(sharedPlan, workspace, parameters, maskSeed, threads))
              .collect();
      ShardLosses sum = shards.stream().reduce(ShardLosses::plus).orElseThrow();
      return new Evaluation(
          plan.isBert(),
          state.round(),
          state.step(),
          sum.losses(),
          sum.labels().entropy(),
          utf8Bytes);
    } finally {
      parameters.destroy();
      sharedPlan.destroy();
    }
  }
}

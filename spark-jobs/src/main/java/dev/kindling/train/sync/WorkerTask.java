package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVectors;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** The Spark task of one virtual worker in one round. */
final class WorkerTask implements Function<Tuple2<Integer, StateVectors>, WorkerOutcome> {
  private static final long serialVersionUID = 1;

  private final Broadcast<RunPlan> plan;
  private final Workspace workspace;
  private final SharedVectors shared;
  private final RoundAssignment assignment;
  private final EngineThreads threads;

  WorkerTask(
      Broadcast<RunPlan> plan,
      Workspace workspace,
      SharedVectors shared,
      RoundAssignment assignment,
      EngineThreads threads) {
    this.plan = plan;
    this.workspace = workspace;
    this.shared = shared;
    this.assignment = assignment;
    this.threads = threads;
  }

  @Override
  public WorkerOutcome call(Tuple2<Integer, StateVectors> worker) throws Exception {
    try (TaskWorker one = new TaskWorker(plan.value(), worker._1(), false, worker._2())) {
      WorkerOutcome outcome = one.run(assignment, shared::get, threads.here(), workspace);
      return outcome.withOwn(one.vectors());
    }
  }
}

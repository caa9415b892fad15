package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs rounds with Spark's own means: one task per virtual worker, one shuffle that brings each
 * slice's contributions together, one job that takes the means to the driver, which makes the outer
 * step and broadcasts its bytes. The result does not depend on the number of executors: a lost task
 * is computed again from the same inputs.
 */
public final class SparkRounds implements Rounds {
  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final Broadcast<RunPlan> sharedPlan;
  private final Workspace workspace;
  private final EngineThreads threads;
  private final KeptVectors kept;
  private final SharedChain shared;
  private RunState state;

  /** Sends the plan to the executors, once for all rounds. */
  public SparkRounds(JavaSparkContext spark, RunPlan plan, Workspace workspace) {
    this.spark = spark;
    this.plan = plan;
    this.sharedPlan = spark.broadcast(plan);
    this.workspace = workspace;
    this.threads = EngineThreads.of(spark, plan.training().workers());
    this.kept = new KeptVectors(spark, plan, workspace);
    this.shared = new SharedChain(spark, plan.averaging(), plan.workersKeepVectors());
    requireRoomForResult(plan.parameterCount());
  }

  @Override
  public void start(RunState from, CheckpointStore.Loaded loaded) {
    state = from;
    kept.start(loaded);
    shared.start(from.round(), from.shared());
  }

  @Override
  public RunState state() {
    return state;
  }

  @Override
  public void run(List<RoundAssignment> rounds, Observer observer) throws IOException {
    for (RoundAssignment round : rounds) {
      observer.finished(run(round));
    }
  }

  private RoundResult run(RoundAssignment round) {
    long startNanos = System.nanoTime();
    WorkerTask task = new WorkerTask(sharedPlan, workspace, shared.current(), round, threads);
    SliceLayout layout = SliceLayout.of(plan.averagedVectors(round.round()), plan.parameterCount());
    boolean inPlace = !spark.sc().isLocal(); // tasks elsewhere have copies
    OuterStep outer = new OuterStep(state.shared(), layout, plan.averaging(), inPlace);
    Queue<WorkerReport> arrived = new ConcurrentLinkedQueue<>();
    Broadcast<RunPlan> planOfRound = sharedPlan; // the closure must not drag this along
    new SliceReduction(
            vector -> planOfRound.value().averagingOf(vector), layout, plan.training().workers())
        .run(
            kept.advance(workers -> workers.map(task)),
            mean -> {
              arrived.addAll(mean.reports());
              outer.take(mean);
            });
    kept.advanced();
    StateVectors after = outer.after();
    shared.advance(after, layout, outer.changes());
    List<WorkerReport> reports =
        arrived.stream().sorted(Comparator.comparingInt(WorkerReport::worker)).toList();
    Phase phase = plan.phaseAt(round.step());
    state =
        new RunState(
            round.round(),
            round.endStep(),
            state.tokens() + reports.stream().mapToLong(r -> r.losses().tokens()).sum(),
            state.skippedSteps() + reports.stream().mapToLong(WorkerReport::skippedSteps).sum(),
            round.progressAfter(phase),
            after);
    return new RoundResult(
        round, reports, (System.nanoTime() - startNanos) / 1e9, exchangedBytes(layout));
  }

  /** Of one worker: what it contributes, and as much again that it gets. */
  private long exchangedBytes(SliceLayout layout) {
    long bytes = 0;
    for (int slice = 0; slice < layout.slices(); slice++) {
      bytes += plan.averagingOf(layout.vector(slice)).codec().bytes(layout.length(slice));
    }
    return 2 * bytes;
  }

  @Override
  public void save(CheckpointStore store, Retention retention) throws IOException {
    CheckpointStore.Attempt attempt = store.begin(state.round());
    kept.start(store.commit(attempt, state, write(store, attempt), retention));
    shared.cut();
  }

  private List<CheckpointPart> write(CheckpointStore store, CheckpointStore.Attempt attempt) {
    try {
      return kept.write(attempt);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      store.abandon(attempt, e);
      throw e;
    }
  }

  /** Spark aborts a job whose result is above a limit; better said before the first round. */
  private void requireRoomForResult(int parameters) {
    String key = "spark.driver.maxResultSize";
    long limitMiB = spark.sc().conf().getSizeAsMb(key, "1g");
    int most = plan.training().averaging().moments().mostVectors();
    long neededMiB = (long) most * parameters * Float.BYTES * 11 / 10 / (1 << 20) + 1;
    if (limitMiB > 0 && neededMiB > limitMiB) {
      throw new KindlingException(
          ExitCode.USAGE,
          "%s = %dm is below the %d MiB that one round returns for %,d parameters. Set it to %dm in spark-defaults.conf."
              .formatted(key, limitMiB, neededMiB, parameters, neededMiB));
    }
  }

  @Override
  public void close() {
    kept.close();
    shared.close();
    sharedPlan.destroy();
  }
}

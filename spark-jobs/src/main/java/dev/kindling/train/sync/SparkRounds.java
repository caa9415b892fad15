package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Runs rounds with Spark's own means: one broadcast of the shared vectors, one task per virtual
 * worker, one shuffle that brings each slice's contributions together, one collect of the means;
 * the driver takes the outer step. The result does not depend on the number of executors: a lost
 * task is computed again from the same inputs.
 */
public final class SparkRounds implements Rounds {
  private static final Set<StateVector> SENT =
      EnumSet.of(StateVector.PARAMETERS, StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);

  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final Broadcast<RunPlan> sharedPlan;
  private final Workspace workspace;
  private final EngineThreads threads;
  private final KeptVectors kept;
  private RunState state;

  /** Sends the plan to the executors, once for all rounds. */
  public SparkRounds(JavaSparkContext spark, RunPlan plan, Workspace workspace) {
    this.spark = spark;
    this.plan = plan;
    this.sharedPlan = spark.broadcast(plan);
    this.workspace = workspace;
    this.threads = EngineThreads.of(spark, plan.training().workers());
    this.kept = new KeptVectors(spark, plan, workspace);
    requireRoomForResult(plan.parameterCount());
  }

  @Override
  public void start(RunState from, CheckpointStore.Loaded loaded) {
    state = from;
    kept.start(loaded);
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
    Broadcast<StateVectors> shared = spark.broadcast(state.shared().only(SENT));
    JavaRDD<WorkerOutcome> outcomes =
        kept.advance(
            workers -> workers.map(new WorkerTask(sharedPlan, workspace, shared, round, threads)),
            shared);
    SliceLayout layout = layout(round);
    List<SliceMean> means = means(outcomes, layout);
    List<WorkerReport> reports =
        means.stream()
            .flatMap(mean -> mean.reports().stream())
            .sorted(Comparator.comparingInt(WorkerReport::worker))
            .toList();
    StateVectors after = OuterState.after(state.shared(), means, layout, plan);
    kept.advanced();
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

  private List<SliceMean> means(JavaRDD<WorkerOutcome> outcomes, SliceLayout layout) {
    int workers = plan.training().workers();
    Broadcast<RunPlan> planOfRound = sharedPlan; // the closures below must not drag this along
    JavaPairRDD<Integer, Contribution> slices =
        outcomes.flatMapToPair(
            outcome ->
                IntStream.range(0, outcome.contributions().size())
                    .mapToObj(slice -> new Tuple2<>(slice, Contribution.of(outcome, slice)))
                    .iterator());
    return slices
        .groupByKey(Math.min(layout.slices(), spark.defaultParallelism()))
        .map(
            group -> {
              StateVector vector = layout.vector(group._1());
              ParameterAveraging averaging = planOfRound.value().averagingOf(vector);
              return SliceMean.of(
                  group._1(), layout.length(group._1()), group._2(), workers, averaging);
            })
        .collect();
  }

  private SliceLayout layout(RoundAssignment round) {
    return SliceLayout.of(plan.averagedVectors(round.round()), plan.parameterCount());
  }

  /** Of one worker: what it contributes, and the shared vectors that it gets. */
  private long exchangedBytes(SliceLayout layout) {
    long bytes = 0;
    for (int slice = 0; slice < layout.slices(); slice++) {
      bytes += plan.averagingOf(layout.vector(slice)).codec().bytes(layout.length(slice));
    }
    long sent = state.shared().present().stream().filter(SENT::contains).count();
    return bytes + sent * plan.parameterCount() * Float.BYTES;
  }

  @Override
  public void save(CheckpointStore store, int keep) throws IOException {
    CheckpointStore.Attempt attempt = store.begin(state.round());
    kept.start(store.commit(attempt, state, kept.write(attempt), keep));
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
    sharedPlan.destroy();
  }
}

package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs the rounds up to a checkpoint as one barrier stage, whose tasks exchange slices among
 * themselves: each averages the slices that it owns and sends them to all others. A stage that
 * fails begins again at the state before it, on the executors that are left, under a new key and
 * generation, so that nothing of the failed one is taken in. The result does not depend on the
 * number of tasks.
 */
public final class AeronRounds implements Rounds {
  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final Broadcast<RunPlan> sharedPlan;
  private final Workspace workspace;
  private final CheckpointStore checkpoints;
  private final ExchangeFactory exchange;
  private final Duration deadline;
  private final BarrierStage stages;
  private RunState state;
  private CheckpointStore.Loaded loaded;
  private CheckpointStore.Attempt attempt;
  private List<CheckpointPart> parts = List.of();

  /**
   * Sends the plan to the executors, once for all rounds.
   *
   * @param checkpoints where tasks write what their workers keep
   * @param exchange between the tasks
   * @param deadline of every wait for a peer or an executor
   */
  public AeronRounds(
      JavaSparkContext spark,
      RunPlan plan,
      Workspace workspace,
      CheckpointStore checkpoints,
      ExchangeFactory exchange,
      Duration deadline) {
    this.spark = spark;
    this.plan = plan;
    this.sharedPlan = spark.broadcast(plan);
    this.workspace = workspace;
    this.checkpoints = checkpoints;
    this.exchange = exchange;
    this.deadline = deadline;
    this.stages = new BarrierStage(spark, deadline);
  }

  @Override
  public void start(RunState from, CheckpointStore.Loaded checkpoint) {
    state = from;
    loaded = checkpoint;
  }

  /** All that are left before the next checkpoint. */
  @Override
  public int roundsAtOnce(int untilCheckpoint) {
    return untilCheckpoint;
  }

  @Override
  public RunState state() {
    return state;
  }

  @Override
  public void run(List<RoundAssignment> rounds, Observer observer) throws IOException {
    RoundFeed feed = new RoundFeed(plan, rounds, observer);
    int most = spark.getConf().getInt("spark.task.maxFailures", 4);
    for (int failures = 0; ; ) {
      try {
        finish(rounds, attempt(rounds, feed));
        return;
      } catch (SparkException e) {
        failures++;
        if (failures >= most) {
          throw new KindlingException(
              ExitCode.CLUSTER,
              "The rounds from %d on failed %d times (spark.task.maxFailures), the last time: %s"
                  .formatted(
                      rounds.get(0).round(),
                      failures,
                      e.getMessage().lines().findFirst().orElse("")),
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KindlingException(ExitCode.CLUSTER, "The run was interrupted.", e);
      }
    }
  }

  private List<StageOutcome> attempt(List<RoundAssignment> rounds, RoundFeed feed)
      throws IOException, SparkException, InterruptedException {
    int tasks = stages.tasks(plan.training().workers());
    long generation = new SecureRandom().nextLong(Long.MAX_VALUE); // no other driver's either
    attempt = checkpoints.begin(rounds.get(rounds.size() - 1).round());
    Broadcast<StateVectors> shared = spark.broadcast(state.shared());
    try {
      ExchangeStage stage =
          new ExchangeStage(
              sharedPlan,
              workspace,
              shared,
              plan.workersKeepVectors() && loaded != null ? loaded.kept() : null,
              new ArrayList<>(rounds),
              exchange,
              ExchangeGroup.withRandomKey(generation, deadline),
              attempt,
              EngineThreads.of(spark, tasks));
      feed.open(generation, tasks);
      List<StageOutcome> outcomes = stages.run(tasks, stage, StageOutcome.class, feed::look);
      for (StageOutcome outcome : outcomes) {
        feed.accept(outcome.rounds());
      }
      return outcomes;
    } finally {
      feed.close(generation);
      shared.destroy();
    }
  }

  private void finish(List<RoundAssignment> rounds, List<StageOutcome> outcomes) {
    StateVectors after = new StateVectors();
    parts = new ArrayList<>();
    long tokens = state.tokens();
    long skipped = state.skippedSteps();
    for (StageOutcome outcome : outcomes) {
      parts.addAll(outcome.parts());
      for (OwnedSlice slice : outcome.slices()) {
        after = placed(after, slice);
      }
      for (RoundReports round : outcome.rounds()) {
        for (WorkerReport worker : round.workers()) {
          tokens += worker.losses().tokens();
          skipped += worker.skippedSteps();
        }
      }
    }
    parts.sort( // the same manifest, whatever the tasks
        Comparator.comparing(CheckpointPart::worker).thenComparing(CheckpointPart::vector));
    RoundAssignment last = rounds.get(rounds.size() - 1);
    state =
        new RunState(
            last.round(),
            last.endStep(),
            tokens,
            skipped,
            last.progressAfter(plan.phaseAt(last.step())),
            after);
  }

  private StateVectors placed(StateVectors vectors, OwnedSlice slice) {
    StateVector vector = slice.vector();
    StateVectors with =
        vectors.get(vector) == null
            ? vectors.with(vector, new float[plan.parameterCount()])
            : vectors;
    System.arraycopy(slice.values(), 0, with.get(vector), slice.start(), slice.values().length);
    return with;
  }

  @Override
  public void save(CheckpointStore store, int keep) throws IOException {
    loaded = store.commit(attempt, state, parts, keep);
  }

  @Override
  public void close() {
    sharedPlan.destroy();
  }
}

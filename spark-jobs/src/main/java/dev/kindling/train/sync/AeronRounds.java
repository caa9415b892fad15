package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.Utils;

/**
 * Runs the rounds up to a checkpoint as one barrier stage, whose tasks exchange slices among
 * themselves: each averages the slices that it owns and sends them to all others. Every stage has a
 * key and a generation of its own, so that nothing of one that has failed is taken in; it has as
 * many tasks as the executors can run at once, and the result does not depend on their number. The
 * vectors of the run do not pass through the driver.
 */
public final class AeronRounds implements Rounds {
  /** Executors take and end tasks within seconds; those that are still starting, within this. */
  private static final Duration SCHEDULING = Duration.ofMinutes(2);

  private static final long LOOK_MILLIS = 20;

  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final Broadcast<RunPlan> sharedPlan;
  private final Workspace workspace;
  private final CheckpointStore checkpoints;
  private final ExchangeFactory exchange;
  private final Duration deadline;
  private final BarrierStage stages;
  private String run;
  private RunState state; // whose vectors stand in the checkpoint
  private CheckpointStore.Loaded loaded;
  private CheckpointStore.Attempt attempt;
  private List<CheckpointPart> parts = List.of();

  /**
   * Sends the plan to the executors, once for all rounds.
   *
   * @param checkpoints where tasks write what their workers keep
   * @param exchange between the tasks
   * @param deadline of every wait for a peer; longer than a task needs for its local steps
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
    this.stages = new BarrierStage(spark, SCHEDULING);
  }

  /**
   * Why this way cannot be taken: a stage that only connects its tasks has failed.
   *
   * @param deadline for them to reach each other
   * @return empty where they have
   */
  public static Optional<String> problem(
      JavaSparkContext spark, int workers, ExchangeFactory exchange, Duration deadline) {
    if (Utils.isDynamicAllocationEnabled(spark.getConf())) {
      return Optional.of(
          "it needs a fixed set of executors: spark.dynamicAllocation.enabled = false");
    }
    BarrierStage stages = new BarrierStage(spark, SCHEDULING);
    try {
      int tasks = stages.tasks(workers);
      ExchangeGroup group = ExchangeGroup.withRandomKey(generation(), tasks, deadline);
      stages.run(
          tasks,
          new ExchangeProbe(exchange, group),
          Integer.class,
          () -> TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS));
      return Optional.empty();
    } catch (SparkException | IOException | KindlingException e) {
      return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KindlingException(ExitCode.CLUSTER, "The run was interrupted.", e);
    }
  }

  /** Random: no other driver of the run has the same. */
  private static long generation() {
    return new SecureRandom().nextLong(Long.MAX_VALUE);
  }

  @Override
  public void start(RunState from, CheckpointStore.Loaded checkpoint) {
    run = UUID.randomUUID().toString();
    state = withoutVectors(from);
    loaded = checkpoint;
  }

  /** The driver has no use for them: tasks read and write checkpoints themselves. */
  private static RunState withoutVectors(RunState state) {
    return new RunState(
        state.round(),
        state.step(),
        state.tokens(),
        state.skippedSteps(),
        state.workers(),
        new StateVectors());
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
    try {
      finish(rounds, outcomes(rounds, observer));
    } catch (SparkException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KindlingException(ExitCode.CLUSTER, "The run was interrupted.", e);
    }
  }

  private List<StageOutcome> outcomes(List<RoundAssignment> rounds, Observer observer)
      throws IOException, SparkException, InterruptedException {
    int tasks = stages.tasks(plan.training().workers());
    long generation = generation();
    attempt = checkpoints.begin(rounds.get(rounds.size() - 1).round());
    try (RoundFeed feed = new RoundFeed(plan, rounds, observer, generation, tasks)) {
      ExchangeStage stage =
          new ExchangeStage(
              sharedPlan,
              workspace,
              run,
              loaded == null ? null : loaded.stored(),
              new ArrayList<>(rounds),
              exchange,
              ExchangeGroup.withRandomKey(generation, tasks, deadline),
              attempt,
              EngineThreads.of(spark, tasks));
      List<StageOutcome> outcomes = stages.run(tasks, stage, StageOutcome.class, feed::look);
      for (StageOutcome outcome : outcomes) {
        feed.accept(outcome.rounds());
      }
      return outcomes;
    } catch (Exception e) {
      checkpoints.abandon(attempt, e);
      throw e;
    }
  }

  private void finish(List<RoundAssignment> rounds, List<StageOutcome> outcomes) {
    parts = new ArrayList<>();
    long tokens = state.tokens();
    long skipped = state.skippedSteps();
    for (StageOutcome outcome : outcomes) {
      parts.addAll(outcome.parts());
      for (RoundReports round : outcome.rounds()) {
        for (WorkerReport worker : round.workers()) {
          tokens += worker.losses().tokens();
          skipped += worker.skippedSteps();
        }
      }
    }
    RoundAssignment last = rounds.get(rounds.size() - 1);
    state =
        new RunState(
            last.round(),
            last.endStep(),
            tokens,
            skipped,
            last.progressAfter(plan.phaseAt(last.step())),
            new StateVectors());
  }

  @Override
  public void save(CheckpointStore store, Retention retention) throws IOException {
    loaded = store.commit(attempt, state, parts, retention);
  }

  @Override
  public void close() {
    sharedPlan.destroy();
  }
}

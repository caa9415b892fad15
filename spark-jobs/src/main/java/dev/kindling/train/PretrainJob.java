package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.model.LossSums;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.RoundAssignment;
import dev.kindling.train.sync.RoundPlanner;
import dev.kindling.train.sync.RoundResult;
import dev.kindling.train.sync.Rounds;
import dev.kindling.train.sync.WorkerReport;
import java.io.IOException;
import java.util.List;

/**
 * The driver's loop: from the newest checkpoint, round after round, to the last step. It holds
 * nothing that is not in a checkpoint, so where it stops is where it goes on, bit for bit.
 */
public final class PretrainJob {
  private final RunPlan plan;
  private final Rounds rounds;
  private final RoundPlanner planner;
  private final CheckpointStore checkpoints;
  private final int parallelTasks;
  private final List<RoundListener> listeners;
  private final CheckpointSchedule schedule;
  private LossSums sinceCheckpoint = LossSums.ZERO;
  private final Restarts restarts;
  private long tokens;
  private long skippedSteps;
  private WorkerReport.Skip firstSkip;

  /**
   * A run, not started yet.
   *
   * @param parallelTasks how many workers the cluster runs at once; used for reporting only
   * @param listeners told in this order
   */
  public PretrainJob(
      RunPlan plan,
      Rounds rounds,
      CheckpointStore checkpoints,
      int parallelTasks,
      List<RoundListener> listeners) {
    this.plan = plan;
    this.schedule = new CheckpointSchedule(plan.training());
    this.rounds = rounds;
    this.planner = new RoundPlanner(plan);
    this.checkpoints = checkpoints;
    this.parallelTasks = parallelTasks;
    this.listeners = List.copyOf(listeners);
    this.restarts = new Restarts(plan.training().maxRestarts());
  }

  /**
   * Trains to the last step and leaves a checkpoint of it. A round that the cluster fails sends it
   * back to the newest checkpoint, a bounded number of times.
   *
   * @return the final state; its vectors may stand in the checkpoint only
   * @throws KindlingException when no checkpoint verifies, or when the run has diverged
   */
  public RunState run() throws IOException {
    while (true) {
      try {
        start();
        trainToTheEnd();
        return rounds.state();
      } catch (Exception failure) { // Spark throws checked exceptions that it does not declare
        if (!restarts.allow(failure)) {
          throw failure;
        }
        for (RoundListener listener : listeners) {
          listener.restarting(Restarts.reason(failure), restarts.count());
        }
      }
    }
  }

  private void trainToTheEnd() throws IOException {
    while (rounds.state().step() < plan.training().steps()) {
      List<RoundAssignment> next = schedule.upToCheckpoint(rounds.state(), planner);
      next = next.subList(0, rounds.roundsAtOnce(next.size()));
      rounds.run(next, this::finished);
      RoundAssignment last = next.get(next.size() - 1);
      if (schedule.isDue(last)) {
        save(schedule.timesInAverage(last));
        restarts.forget();
      }
    }
  }

  private void save(int timesInAverage) throws IOException {
    int newest = plan.training().keepCheckpoints();
    rounds.save(checkpoints, new Retention(newest, sinceCheckpoint.loss(), timesInAverage));
    sinceCheckpoint = LossSums.ZERO;
  }

  private void start() throws IOException {
    checkpoints.claim();
    sinceCheckpoint = LossSums.ZERO;
    CheckpointStore.Loaded loaded = checkpoints.newest().orElse(null);
    RunState start = loaded == null ? plan.initialState() : loaded.state();
    rounds.start(start, loaded);
    tokens = start.tokens();
    skippedSteps = start.skippedSteps();
    for (RoundListener listener : listeners) {
      listener.started(start, loaded == null ? List.of() : loaded.skipped());
    }
  }

  private void finished(RoundResult result) throws IOException {
    planner.observe(result);
    RoundSummary summary = RoundSummary.of(plan, result, tokens, parallelTasks);
    tokens = summary.tokens();
    sinceCheckpoint = sinceCheckpoint.plus(summary.losses());
    skippedSteps += summary.skippedSteps();
    noteFirstSkip(result);
    requireSound(summary);
    for (RoundListener listener : listeners) {
      listener.afterRound(summary);
    }
  }

  private void noteFirstSkip(RoundResult result) {
    for (WorkerReport report : result.reports()) {
      if (firstSkip == null && report.firstSkip() != null) {
        String reason = "worker " + report.worker() + ": " + report.firstSkip().reason();
        firstSkip = new WorkerReport.Skip(report.firstSkip().step(), reason);
      }
    }
  }

  private void requireSound(RoundSummary summary) {
    boolean finite = Double.isFinite(summary.losses().loss()); // it is not where all were skipped
    if (firstSkip != null && (!finite || skippedSteps > plan.training().maxSkippedSteps())) {
      throw plan.diverged(
          firstSkip.step(),
          "%s; %d steps skipped so far, max-skipped-steps = %d"
              .formatted(firstSkip.reason(), skippedSteps, plan.training().maxSkippedSteps()));
    }
    if (!finite) {
      throw plan.diverged(summary.step(), "loss " + summary.losses().loss());
    }
  }
}

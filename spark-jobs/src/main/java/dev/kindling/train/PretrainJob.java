package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.RoundAssignment;
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
  private final CheckpointStore checkpoints;
  private final int parallelTasks;
  private final List<RoundListener> listeners;
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
    this.rounds = rounds;
    this.checkpoints = checkpoints;
    this.parallelTasks = parallelTasks;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains to the last step and leaves a checkpoint of it.
   *
   * @return the final state
   * @throws KindlingException when no checkpoint verifies, or when the run has diverged
   */
  public RunState run() throws IOException {
    start();
    while (rounds.state().step() < plan.training().steps()) {
      int every = plan.training().checkpointEveryRounds();
      int untilCheckpoint = every - (int) (rounds.state().round() % every);
      int count = rounds.roundsAtOnce(untilCheckpoint);
      rounds.run(RoundAssignment.after(rounds.state(), plan, count), this::finished);
      boolean last = rounds.state().step() >= plan.training().steps();
      if (last || rounds.state().round() % every == 0) {
        rounds.save(checkpoints, plan.training().keepCheckpoints());
      }
    }
    return rounds.state();
  }

  private void start() throws IOException {
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
    RoundSummary summary = RoundSummary.of(plan, result, tokens, parallelTasks);
    tokens = summary.tokens();
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

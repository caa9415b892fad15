package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.model.TrainingState;
import dev.kindling.train.checkpoint.Checkpoint;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.data.DataOrder;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.sync.SparkRounds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The driver's loop: from the newest checkpoint, round after round, to the last step. It holds
 * nothing that is not in a checkpoint, so where it stops is where it goes on, bit for bit.
 */
public final class PretrainJob {
  private final RunPlan plan;
  private final SparkRounds rounds;
  private final CheckpointStore checkpoints;
  private final int parallelTasks;
  private final List<RoundListener> listeners;

  /**
   * A run, not started yet.
   *
   * @param parallelTasks how many workers the cluster runs at once; used for reporting only
   * @param listeners told in this order
   */
  public PretrainJob(
      RunPlan plan,
      SparkRounds rounds,
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
   * @throws KindlingException when no checkpoint verifies, or when the loss is no longer a number
   */
  public Checkpoint run() throws IOException {
    Checkpoint current = start();
    while (current.state().step() < plan.training().steps()) {
      current = round(current);
      boolean last = current.state().step() >= plan.training().steps();
      if (last || current.round() % plan.training().checkpointEveryRounds() == 0) {
        checkpoints.save(current, plan.training().keepCheckpoints());
      }
    }
    return current;
  }

  private Checkpoint start() throws IOException {
    Optional<CheckpointStore.Loaded> loaded = checkpoints.newest();
    Checkpoint start =
        loaded
            .map(CheckpointStore.Loaded::checkpoint)
            .orElseGet(() -> new Checkpoint(plan.initialState(), 0, 0, epochs(0)));
    List<String> skipped = loaded.map(CheckpointStore.Loaded::skipped).orElse(List.of());
    for (RoundListener listener : listeners) {
      listener.started(start, skipped);
    }
    return start;
  }

  private Checkpoint round(Checkpoint before) throws IOException {
    long step = before.state().step();
    Phase phase = plan.phaseAt(step);
    int localSteps = phase.roundSteps(step);
    long startNanos = System.nanoTime();
    SparkRounds.Result result = rounds.run(before.state(), localSteps);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    TrainingState state = result.state();
    RoundSummary summary =
        RoundSummary.of(
            plan.phases().size() == 1 ? RoundSummary.ONLY_PHASE : phase.number(),
            before.round() + 1,
            state.step(),
            before.tokens(),
            localSteps,
            result.reports(),
            phase.learningRate(state.step() - 1),
            seconds,
            parallelTasks);
    requireFinite(summary);
    for (RoundListener listener : listeners) {
      listener.afterRound(summary);
    }
    return new Checkpoint(state, summary.round(), summary.tokens(), epochs(state.step()));
  }

  private void requireFinite(RoundSummary summary) {
    double loss = summary.losses().loss();
    if (!Double.isFinite(loss) || !Double.isFinite(summary.gradientNorm())) {
      throw plan.diverged(
          summary.step(), "loss %s, gradient norm %s".formatted(loss, summary.gradientNorm()));
    }
  }

  private List<Long> epochs(long step) {
    Phase phase = plan.phaseAt(step);
    long cursor = phase.cursor(step);
    return IntStream.range(0, plan.training().workers())
        .mapToObj(
            worker ->
                new DataOrder(
                        phase.shardsOf(worker).stream()
                            .mapToLong(ShardCatalog.Shard::records)
                            .toArray())
                    .at(cursor)
                    .epoch())
        .toList();
  }
}

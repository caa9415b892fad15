package dev.kindling.train;

import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.RoundAssignment;
import dev.kindling.train.sync.RoundPlanner;
import java.util.List;

/**
 * Which rounds end with a checkpoint: every so many, the last, and those whose parameters the run
 * averages at its end. Told from the assignment alone, so it is known before the round.
 */
public record CheckpointSchedule(TrainingConfig training) {

  /** The rounds from a state to the next checkpoint. */
  public List<RoundAssignment> upToCheckpoint(RunState state, RoundPlanner planner) {
    List<RoundAssignment> ahead = planner.next(state, training.checkpointEveryRounds());
    int count = 1;
    while (!isDue(ahead.get(count - 1))) {
      count++;
    }
    return ahead.subList(0, count);
  }

  /** Whether a checkpoint follows on a round. */
  public boolean isDue(RoundAssignment round) {
    return round.endStep() >= training.steps()
        || round.round() % training.checkpointEveryRounds() == 0
        || timesInAverage(round) > 0;
  }

  /** How often the parameters after a round count in the average that the run ends with. */
  public int timesInAverage(RoundAssignment round) {
    return training
        .checkpointAveraging()
        .timesWithin(round.step(), round.endStep(), training.steps());
  }
}

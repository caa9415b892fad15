package dev.kindling.train.progress;

import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.util.List;

/** Told of a run's progress on the driver, in order. What it throws ends the run. */
public interface RoundListener {

  /**
   * Before the first round of this process, and before the first one after each restart.
   *
   * @param start what the run goes on from; round 0 when it begins
   * @param skipped checkpoints that did not verify, each with the reason
   */
  default void started(RunState start, List<String> skipped) throws IOException {}

  /**
   * When a round failed and the run is about to go back to its newest checkpoint.
   *
   * @param reason in one line
   * @param restart its number since the last checkpoint, from 1
   */
  default void restarting(String reason, int restart) throws IOException {}

  /** After each round, before its checkpoint if it has one. */
  void afterRound(RoundSummary summary) throws IOException;
}

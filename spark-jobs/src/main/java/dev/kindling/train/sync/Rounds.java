package dev.kindling.train.sync;

import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.util.List;

/**
 * A way to run rounds on a cluster. Whatever the way, the same state and assignments give the same
 * state, bit for bit: the arithmetic is {@link dev.kindling.model.averaging.ParameterAveraging}.
 */
public interface Rounds extends AutoCloseable {

  /** Told of each round, on the driver, in order. */
  interface Observer {
    /** After a round; what it throws ends the run. */
    void finished(RoundResult result) throws IOException;
  }

  /**
   * Begins at a state; called before all else, and again to go back to a checkpoint after {@link
   * #run} or {@link #save} failed.
   *
   * @param loaded where the workers find what they had kept; null at the start of a run
   */
  void start(RunState state, CheckpointStore.Loaded loaded) throws IOException;

  /**
   * How many rounds {@link #run} is best given at once.
   *
   * @param untilCheckpoint rounds that are left before the next checkpoint
   */
  default int roundsAtOnce(int untilCheckpoint) {
    return 1;
  }

  /** Runs rounds, the first of them on the state at hand, each on the state before it. */
  void run(List<RoundAssignment> rounds, Observer observer) throws IOException;

  /** What the run has come to; its vectors may stand in the last checkpoint only. */
  RunState state();

  /** Writes the state, with all that the workers keep, as a checkpoint. */
  void save(CheckpointStore store, Retention retention) throws IOException;

  /** Frees what the cluster holds for this run. */
  @Override
  void close();
}

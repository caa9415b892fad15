package dev.kindling.train.state;

import java.util.List;

/**
 * What a run has come to between two rounds, apart from the vectors that its workers keep to
 * themselves.
 *
 * @param round rounds done
 * @param step steps of the schedule done; a worker that is given fewer steps a round has tried
 *     fewer
 * @param tokens trained on so far, by all workers together
 * @param skippedSteps steps so far, of all workers, whose gradient was not finite
 * @param workers where each worker stands, by its number
 * @param shared vectors; a vector that is absent is zero, or kept by the workers
 */
public record RunState(
    long round,
    long step,
    long tokens,
    long skippedSteps,
    List<WorkerProgress> workers,
    StateVectors shared) {

  /** The weights. */
  public float[] parameters() {
    return shared.get(StateVector.PARAMETERS);
  }
}

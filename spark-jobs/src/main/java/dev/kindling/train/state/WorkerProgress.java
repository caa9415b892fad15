package dev.kindling.train.state;

import java.io.Serializable;

/**
 * Where a worker stands: it follows from the steps that it was given, so it needs no report.
 *
 * @param steps optimizer steps it has tried since the run began
 * @param phaseSteps of these, those of the phase at hand
 */
public record WorkerProgress(long steps, long phaseSteps) implements Serializable {

  /** Before the first step. */
  public static final WorkerProgress NONE = new WorkerProgress(0, 0);

  /**
   * After some more steps.
   *
   * @param endsPhase whether the next step belongs to another phase
   */
  public WorkerProgress after(int more, boolean endsPhase) {
    return new WorkerProgress(steps + more, endsPhase ? 0 : phaseSteps + more);
  }
}

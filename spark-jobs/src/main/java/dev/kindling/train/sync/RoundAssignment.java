package dev.kindling.train.sync;

import dev.kindling.train.plan.Phase;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.WorkerProgress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the workers are to do in one round, known before it begins.
 *
 * @param round its number, from 1
 * @param step steps of the schedule done before it
 * @param scheduleSteps steps of the schedule that it covers
 * @param steps local steps of each worker, at least 1; fewer than the schedule's for slow workers
 * @param progress of each worker before it
 */
public record RoundAssignment(
    long round,
    long step,
    int scheduleSteps,
    ArrayList<Integer> steps,
    ArrayList<WorkerProgress> progress)
    implements Serializable {

  /**
   * The round after a state.
   *
   * @param scheduleSteps that it covers
   * @param steps of each worker
   */
  static RoundAssignment after(RunState state, int scheduleSteps, List<Integer> steps) {
    return new RoundAssignment(
        state.round() + 1,
        state.step(),
        scheduleSteps,
        new ArrayList<>(steps),
        new ArrayList<>(state.workers()));
  }

  /**
   * The round after this one.
   *
   * @param phase of this one
   * @param nextScheduleSteps that the next one covers
   * @param nextSteps of each worker
   */
  RoundAssignment following(Phase phase, int nextScheduleSteps, List<Integer> nextSteps) {
    return new RoundAssignment(
        round + 1,
        endStep(),
        nextScheduleSteps,
        new ArrayList<>(nextSteps),
        new ArrayList<>(progressAfter(phase)));
  }

  /** Steps of the schedule done after the round. */
  public long endStep() {
    return step + scheduleSteps;
  }

  /** Where the workers stand after the round. */
  public List<WorkerProgress> progressAfter(Phase phase) {
    boolean endsPhase = endStep() == phase.endStep();
    List<WorkerProgress> after = new ArrayList<>();
    for (int worker = 0; worker < steps.size(); worker++) {
      after.add(progress.get(worker).after(steps.get(worker), endsPhase));
    }
    return after;
  }

  /** The step of the schedule that a worker's local step lies on. */
  public long scheduleStep(int worker, int localStep) {
    return step + (long) localStep * scheduleSteps / steps.get(worker);
  }
}

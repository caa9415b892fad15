package dev.kindling.train.sync;

import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.WorkerProgress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
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

  /** The round after a state in which every worker takes all steps of the schedule. */
  public static RoundAssignment after(RunState state, RunPlan plan) {
    int steps = plan.phaseAt(state.step()).roundSteps(state.step());
    return after(state, plan, Collections.nCopies(state.workers().size(), steps));
  }

  /**
   * The round after a state.
   *
   * @param steps of each worker
   */
  public static RoundAssignment after(RunState state, RunPlan plan, List<Integer> steps) {
    int scheduleSteps = plan.phaseAt(state.step()).roundSteps(state.step());
    return new RoundAssignment(
        state.round() + 1,
        state.step(),
        scheduleSteps,
        new ArrayList<>(steps),
        new ArrayList<>(state.workers()));
  }

  /** Some rounds after a state, each with all steps of its schedule; fewer at the run's end. */
  public static List<RoundAssignment> after(RunState state, RunPlan plan, int rounds) {
    List<RoundAssignment> assignments = new ArrayList<>();
    RoundAssignment next = after(state, plan);
    assignments.add(next);
    while (assignments.size() < rounds && next.endStep() < plan.training().steps()) {
      next = next.following(plan);
      assignments.add(next);
    }
    return assignments;
  }

  private RoundAssignment following(RunPlan plan) {
    int next = plan.phaseAt(endStep()).roundSteps(endStep());
    return new RoundAssignment(
        round + 1,
        endStep(),
        next,
        new ArrayList<>(Collections.nCopies(steps.size(), next)),
        new ArrayList<>(progressAfter(plan.phaseAt(step))));
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

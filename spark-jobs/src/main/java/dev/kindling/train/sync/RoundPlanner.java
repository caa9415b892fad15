package dev.kindling.train.sync;

import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides, before rounds begin, how many steps of the schedule they cover and how many of them each
 * worker takes: the configured number, or one that follows from measured speed where the run asks
 * for it. What is decided goes into the metrics; the rounds themselves do not depend on time.
 */
public final class RoundPlanner {
  /** Below this a difference of speed is more likely chance: nobody is given fewer steps. */
  private static final double LEAST_SLOWDOWN = 1.1;

  private final RunPlan plan;
  private final double[] secondsPerStep; // of each worker; 0 while nothing is known
  private Phase measured;

  /** A planner that has seen nothing yet. */
  public RoundPlanner(RunPlan plan) {
    this.plan = plan;
    this.secondsPerStep = new double[plan.training().workers()];
  }

  /**
   * The rounds after a state.
   *
   * @param rounds how many, at least 1; fewer come at the run's end
   */
  public List<RoundAssignment> next(RunState state, int rounds) {
    List<RoundAssignment> assignments = new ArrayList<>();
    Phase phase = plan.phaseAt(state.step());
    int schedule = scheduleSteps(phase, state.step());
    RoundAssignment last = RoundAssignment.after(state, schedule, workerSteps(phase, schedule));
    assignments.add(last);
    while (assignments.size() < rounds && last.endStep() < plan.training().steps()) {
      Phase before = phase;
      phase = plan.phaseAt(last.endStep());
      schedule = scheduleSteps(phase, last.endStep());
      last = last.following(before, schedule, workerSteps(phase, schedule));
      assignments.add(last);
    }
    return assignments;
  }

  /** Learns how fast the workers are: the mean of what was known and what they just did. */
  public void observe(RoundResult result) {
    Phase phase = plan.phaseAt(result.assignment().step());
    if (!phase.equals(measured)) { // steps of another phase take another time
      measured = phase;
      Arrays.fill(secondsPerStep, 0);
    }
    for (WorkerReport report : result.reports()) {
      double now = report.computeSeconds() / result.assignment().steps().get(report.worker());
      double known = secondsPerStep[report.worker()];
      secondsPerStep[report.worker()] = known == 0 ? now : (known + now) / 2;
    }
  }

  private int scheduleSteps(Phase phase, long step) {
    if (plan.training().roundSeconds() == 0 || !isMeasured(phase)) {
      return phase.roundSteps(step);
    }
    double steps = plan.training().roundSeconds() / fastest();
    return phase.roundSteps(step, (int) Math.max(1, Math.min(Integer.MAX_VALUE, steps)));
  }

  private List<Integer> workerSteps(Phase phase, int scheduleSteps) {
    boolean balances = plan.training().balanceWorkers() && isMeasured(phase);
    return IntStream.range(0, secondsPerStep.length)
        .map(
            worker -> {
              double slowdown = balances ? secondsPerStep[worker] / fastest() : 1;
              return slowdown < LEAST_SLOWDOWN
                  ? scheduleSteps
                  : (int) Math.max(1, Math.rint(scheduleSteps / slowdown));
            })
        .boxed()
        .toList();
  }

  private boolean isMeasured(Phase phase) {
    return phase.equals(measured) && fastest() > 0;
  }

  private double fastest() {
    return Arrays.stream(secondsPerStep).min().orElse(0);
  }
}

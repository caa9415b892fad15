package dev.kindling.train.sync;

import dev.kindling.model.LossSums;
import java.io.Serializable;

/**
 * What one virtual worker did in one round.
 *
 * @param worker its number
 * @param losses sums over its local steps
 * @param gradientNormSum sum of the steps' gradient norms, before clipping
 * @param steps local steps that changed its parameters
 * @param skippedSteps local steps that did not, because their gradient was not finite
 * @param firstSkip the first of those, null if there is none
 * @param drift Euclidean distance between its parameters before and after
 * @param computeSeconds time spent on the local steps
 * @param peakBytes most memory that its process has had in RAM until now, 0 where the system does
 *     not tell; like the time it differs from run to run, unlike all else
 */
public record WorkerReport(
    int worker,
    LossSums losses,
    double gradientNormSum,
    int steps,
    int skippedSteps,
    Skip firstSkip,
    double drift,
    double computeSeconds,
    long peakBytes)
    implements Serializable {

  /**
   * A step that changed nothing.
   *
   * @param step of the schedule, from 1
   * @param reason for people
   */
  public record Skip(long step, String reason) implements Serializable {}

  /** The same with a drift. */
  WorkerReport withDrift(double distance) {
    return new WorkerReport(
        worker,
        losses,
        gradientNormSum,
        steps,
        skippedSteps,
        firstSkip,
        distance,
        computeSeconds,
        peakBytes);
  }

  /** The worker's weight in the mean: its tokens; 1 where it skipped all of its steps. */
  public long weight() {
    return Math.max(1, losses.tokens());
  }
}

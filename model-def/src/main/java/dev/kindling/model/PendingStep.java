package dev.kindling.model;

import dev.kindling.model.kernels.Reading;
import dev.kindling.model.nn.PendingLosses;
import java.util.List;

/** A step that a device may still be at. */
public final class PendingStep {
  private final long number;
  private final List<PendingLosses> losses; // of each micro-batch
  private final Reading squaredNorm;

  PendingStep(long number, List<PendingLosses> losses, Reading squaredNorm) {
    this.number = number;
    this.losses = losses;
    this.squaredNorm = squaredNorm;
  }

  /**
   * Returns what the step reports; waits until it is done.
   *
   * @throws ArithmeticException if the gradient is not finite: the step left parameters and moments
   *     as they were
   */
  public StepResult result() {
    LossSums sums = LossSums.ZERO;
    for (PendingLosses ofBatch : losses) {
      sums = sums.plus(ofBatch.sums());
    }
    double norm = Math.sqrt(squaredNorm.values()[0]);
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException(
          "The gradient of step "
              + number
              + " is not finite (loss "
              + sums.loss()
              + "); training has diverged");
    }
    return new StepResult(sums, norm);
  }
}

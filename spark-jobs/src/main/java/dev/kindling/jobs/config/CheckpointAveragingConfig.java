package dev.kindling.jobs.config;

import java.io.Serializable;

/**
 * The mean of the parameters at some points on the way as the finished model (LAWA, Kaddour 2022,
 * <a href="https://arxiv.org/abs/2209.14981">arXiv:2209.14981</a>). Training itself knows nothing
 * of it.
 *
 * @param count points, the last step among them; 1 stands for the last step alone
 * @param everySteps optimizer steps between two of them; 0 stands for a hundredth of the run's
 */
public record CheckpointAveragingConfig(@Default("1") int count, @Default("0") long everySteps)
    implements Serializable {
  /** Checks the ranges. */
  public CheckpointAveragingConfig {
    new Check().positive("count", count).notNegative("every-steps", everySteps).done();
  }

  CheckpointAveragingConfig resolved(long steps) {
    return everySteps > 0 ? this : new CheckpointAveragingConfig(count, Math.max(1, steps / 100));
  }

  boolean fits(long steps) {
    return (count - 1) * everySteps < steps;
  }

  /**
   * How many of the points lie within a round. A point counts with the end of its round.
   *
   * @param before steps done before the round
   * @param after steps done after it
   * @param steps of the whole run
   */
  public int timesWithin(long before, long after, long steps) {
    int times = 0;
    for (int i = 0; i < count; i++) {
      long point = steps - i * everySteps;
      if (before < point && point <= after) {
        times++;
      }
    }
    return times;
  }
}

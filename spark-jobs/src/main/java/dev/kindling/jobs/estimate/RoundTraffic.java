package dev.kindling.jobs.estimate;

import dev.kindling.jobs.config.AveragingConfig;
import dev.kindling.jobs.config.TrainingConfig;

/** What rounds move between machines. */
final class RoundTraffic {
  private RoundTraffic() {}

  /**
   * Bytes that one worker sends and receives in a round, in the mean over many: its contribution,
   * and as much back. A run of one worker moves nothing.
   */
  static double bytes(TrainingConfig training, long parameters) {
    if (training.workers() == 1) {
      return 0;
    }
    AveragingConfig averaging = training.averaging();
    double moments =
        switch (averaging.moments()) {
          case AVERAGE -> 2;
          case LOCAL -> 0;
          case RARE -> 1 / 3.0 + 1 / 6.0; // see MomentPolicy
        };
    double sent =
        averaging.codec().bytes((int) parameters) + moments * Float.BYTES * (double) parameters;
    return 2 * sent;
  }
}

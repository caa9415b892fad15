package dev.kindling.train.progress;

import dev.kindling.model.LossSums;
import dev.kindling.train.sync.WorkerReport;
import java.util.List;

/** Rounds of two workers that took two seconds, one and a half of them for local steps. */
public final class TestSummaries {
  private TestSummaries() {}

  /** A round of four steps, in a run without phases. */
  public static RoundSummary of(int round, LossSums losses) {
    return of(RoundSummary.ONLY_PHASE, round, 4L * round, losses);
  }

  /** A round that ends at a step. */
  public static RoundSummary of(int phase, int round, long step, LossSums losses) {
    return new RoundSummary(
        phase,
        round,
        step,
        50L * round,
        losses,
        1e-3,
        0.5,
        0.1,
        0,
        400,
        2,
        1.5,
        List.of(report(0, 30, 1.5), report(1, 10, 0.8)),
        Learning.UNKNOWN);
  }

  private static WorkerReport report(int worker, long tokens, double seconds) {
    LossSums losses = new LossSums(6, 2, 1, 0, 0, 0, tokens);
    return new WorkerReport(worker, losses, 2, 4, 0, null, 0.1, seconds, 1L << 30);
  }
}

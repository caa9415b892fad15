package dev.kindling.train;

import dev.kindling.model.LossSums;
import dev.kindling.train.sync.WorkerReport;
import java.util.List;

/**
 * One round, over all workers.
 *
 * @param phase number of the phase it belongs to, from 1; {@link #ONLY_PHASE} where the run has one
 * @param round its number, from 1
 * @param step optimizer steps that each worker has done after it
 * @param tokens trained on since the run began, by all workers
 * @param losses sums over the round, in the order of steps within workers
 * @param learningRate of the round's last step
 * @param gradientNorm mean over steps and workers, before clipping
 * @param seconds from the start of the round to its averaged state
 * @param computeSeconds of these, those of the local steps: the workers' sum by the number of tasks
 *     that run at once
 */
public record RoundSummary(
    int phase,
    long round,
    long step,
    long tokens,
    LossSums losses,
    double learningRate,
    double gradientNorm,
    double seconds,
    double computeSeconds) {
  /** Stands for the phase of a run that has no others. */
  public static final int ONLY_PHASE = 0;

  static RoundSummary of(
      int phase,
      long round,
      long step,
      long tokensBefore,
      int localSteps,
      List<WorkerReport> reports,
      double learningRate,
      double seconds,
      int parallelTasks) {
    LossSums losses = LossSums.ZERO;
    double normSum = 0;
    double computeSum = 0;
    for (WorkerReport report : reports) { // in the order of the workers
      losses = losses.plus(report.losses());
      normSum += report.gradientNormSum();
      computeSum += report.computeSeconds();
    }
    int atOnce = Math.max(1, Math.min(reports.size(), parallelTasks));
    return new RoundSummary(
        phase,
        round,
        step,
        tokensBefore + losses.tokens(),
        losses,
        learningRate,
        normSum / ((double) localSteps * reports.size()),
        seconds,
        Math.min(seconds, computeSum / atOnce));
  }

  /** Throughput of the round, all workers together. */
  public double tokensPerSecond() {
    return seconds > 0 ? losses.tokens() / seconds : 0;
  }

  /** What the round spent on sending, waiting and averaging. */
  public double syncSeconds() {
    return seconds - computeSeconds;
  }
}

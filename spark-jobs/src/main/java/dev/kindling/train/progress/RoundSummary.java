package dev.kindling.train.progress;

import dev.kindling.model.LossSums;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.sync.RoundResult;
import dev.kindling.train.sync.WorkerReport;
import java.util.List;

/**
 * One round, over all workers.
 *
 * @param phase number of the phase it belongs to, from 1; {@link #ONLY_PHASE} where the run has one
 * @param round its number, from 1
 * @param step steps of the schedule done after it
 * @param tokens trained on since the run began, by all workers
 * @param losses sums over the round, in the order of steps within workers
 * @param learningRate of the round's last step
 * @param gradientNorm mean over steps and workers, before clipping
 * @param drift root mean square of the workers' distances from where they began
 * @param skippedSteps steps whose gradient was not finite
 * @param sentBytes what one worker sent and received
 * @param seconds from the start of the round to its averaged state
 * @param computeSeconds of these, those of the local steps: the workers' sum by the number of tasks
 *     that run at once
 * @param workers what each worker did, in the order of their numbers
 * @param learning where the loss stands, {@link Learning#UNKNOWN} until someone looks at it
 */
public record RoundSummary(
    int phase,
    long round,
    long step,
    long tokens,
    LossSums losses,
    double learningRate,
    double gradientNorm,
    double drift,
    int skippedSteps,
    long sentBytes,
    double seconds,
    double computeSeconds,
    List<WorkerReport> workers,
    Learning learning) {
  /** Stands for the phase of a run that has no others. */
  public static final int ONLY_PHASE = 0;

  /** Sums a round up. */
  public static RoundSummary of(
      RunPlan plan, RoundResult result, long tokensBefore, int parallelTasks) {
    LossSums losses = LossSums.ZERO;
    double normSum = 0;
    double computeSum = 0;
    double squaredDrift = 0;
    int steps = 0;
    int skipped = 0;
    for (WorkerReport report : result.reports()) { // in the order of the workers
      losses = losses.plus(report.losses());
      normSum += report.gradientNormSum();
      computeSum += report.computeSeconds();
      squaredDrift += report.drift() * report.drift();
      steps += report.steps();
      skipped += report.skippedSteps();
    }
    int workers = result.reports().size();
    int atOnce = Math.max(1, Math.min(workers, parallelTasks));
    long endStep = result.assignment().endStep();
    Phase phase = plan.phaseAt(result.assignment().step());
    return new RoundSummary(
        plan.phases().size() == 1 ? ONLY_PHASE : phase.number(),
        result.assignment().round(),
        endStep,
        tokensBefore + losses.tokens(),
        losses,
        phase.learningRate(endStep - 1),
        steps == 0 ? Double.NaN : normSum / steps,
        Math.sqrt(squaredDrift / workers),
        skipped,
        result.sentBytes(),
        result.seconds(),
        Math.min(result.seconds(), computeSum / atOnce),
        result.reports(),
        Learning.UNKNOWN);
  }

  /** The same round, judged. */
  RoundSummary with(Learning judged) {
    return new RoundSummary(
        phase,
        round,
        step,
        tokens,
        losses,
        learningRate,
        gradientNorm,
        drift,
        skippedSteps,
        sentBytes,
        seconds,
        computeSeconds,
        workers,
        judged);
  }

  /** How many steps each worker took or skipped, in the order of their numbers. */
  public List<Integer> workerSteps() {
    return workers.stream().map(worker -> worker.steps() + worker.skippedSteps()).toList();
  }

  /** What each worker trains on in a second of its local steps, in the order of their numbers. */
  public List<Double> workerTokensPerSecond() {
    return workers.stream()
        .map(worker -> worker.losses().tokens() / Math.max(1e-9, worker.computeSeconds()))
        .toList();
  }

  /** Most memory that a process of a worker has had in RAM, 0 where no system tells. */
  public long peakBytes() {
    return workers.stream().mapToLong(WorkerReport::peakBytes).max().orElse(0);
  }

  /** The share of the round that was not spent on local steps, in [0, 1]. */
  public double syncShare() {
    return seconds > 0 ? syncSeconds() / seconds : 0;
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

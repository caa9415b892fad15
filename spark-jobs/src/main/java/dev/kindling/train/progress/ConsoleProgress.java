package dev.kindling.train.progress;

import dev.kindling.jobs.stage.Console;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line every few seconds: step, loss, speed and the time left; the first round and the last of
 * each phase always have theirs.
 */
public final class ConsoleProgress implements RoundListener {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(3).toNanos();

  private final Console console;
  private final RunPlan plan;
  private final LongSupplier nanoTime;
  private long startStep;
  private long startNanos;
  private long lastLineNanos;

  public ConsoleProgress(Console console, RunPlan plan, LongSupplier nanoTime) {
    this.console = console;
    this.plan = plan;
    this.nanoTime = nanoTime;
  }

  @Override
  public void started(RunState start, List<String> skipped) {
    startStep = start.step();
    startNanos = nanoTime.getAsLong();
    lastLineNanos = startNanos - INTERVAL_NANOS;
    skipped.forEach(reason -> console.line("  skipped a checkpoint, %s", reason));
    console.line(
        "  %,d parameters, %d workers, %d local steps a round, %,d examples",
        plan.parameterCount(),
        plan.training().workers(),
        plan.phaseAt(startStep).settings().localSteps(),
        plan.phaseAt(startStep).shards().records());
    if (start.round() > 0) {
      console.line(
          "  goes on from round %d, step %d of %d",
          start.round(), startStep, plan.training().steps());
    }
    announce(plan.phaseAt(startStep));
  }

  /** Says what is trained on now, in a run that has phases. */
  private void announce(Phase phase) {
    if (plan.phases().size() > 1) {
      console.line(
          "  phase %d of %d: examples %s, %,d tokens a sequence, %d sequences a step, steps %d to %d",
          phase.number(),
          plan.phases().size(),
          phase.settings().examples(),
          phase.shards().sequenceLength(),
          phase.settings().batchSize(),
          phase.firstStep() + 1,
          phase.endStep());
    }
  }

  @Override
  public void restarting(String reason, int restart) {
    console.line("  a round failed: %s", reason);
    console.line(
        "  goes back to the newest checkpoint, restart %d of %d",
        restart, plan.training().maxRestarts());
  }

  @Override
  public void afterRound(RoundSummary round) {
    long now = nanoTime.getAsLong();
    boolean last = round.step() >= plan.training().steps();
    boolean endsPhase = plan.phaseAt(round.step() - 1).endStep() == round.step();
    if (endsPhase || now - lastLineNanos >= INTERVAL_NANOS) {
      lastLineNanos = now;
      console.line("  %s", line(round, now));
    }
    if (endsPhase && !last) {
      announce(plan.phaseAt(round.step()));
    }
  }

  private String line(RoundSummary round, long now) {
    long steps = plan.training().steps();
    double secondsPerStep = (now - startNanos) / 1e9 / (round.step() - startStep);
    String parts =
        round.losses().nextCount() > 0
            ? String.format(
                Locale.ROOT,
                " (mlm %.3f, nsp %.3f)",
                round.losses().labelLoss(),
                round.losses().nextLoss())
            : "";
    return String.format(
        Locale.ROOT,
        "step %d/%d  loss %.4f%s%s  lr %.2e  grad %.2f  %,.0f tokens/s%s  ETA %s",
        round.step(),
        steps,
        round.losses().loss(),
        parts,
        round.learning().phase() == null ? "" : ", " + round.learning().phase().text(),
        round.learningRate(),
        round.gradientNorm(),
        round.tokensPerSecond(),
        round.workers().size() > 1 ? team(round) : "",
        duration(Math.round(secondsPerStep * (steps - round.step()))));
  }

  /** What only a run of several workers has to tell. */
  private static String team(RoundSummary round) {
    DoubleSummaryStatistics speeds =
        round.workerTokensPerSecond().stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return String.format(
        Locale.ROOT,
        " (a worker %,.0f to %,.0f)  sync %.0f%%  drift %.3g",
        speeds.getMin(),
        speeds.getMax(),
        100 * round.syncShare(),
        round.drift());
  }

  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? "%dm%02ds".formatted(seconds / 60, seconds % 60)
        : "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
  }
}

package dev.kindling.train.monitor;

import dev.kindling.train.progress.LearningPhase;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * The figures of the round that this process, the driver, finished last. Spark makes the plugin
 * that reads them, the stage the listener that sets them: they meet in the process.
 */
public final class RunGauges implements RoundListener {
  private static final AtomicReference<RoundSummary> LAST = new AtomicReference<>();
  private static final Map<String, ToDoubleFunction<RoundSummary>> GAUGES = gauges();

  /** A listener; all of them are one. */
  public RunGauges() {}

  private static Map<String, ToDoubleFunction<RoundSummary>> gauges() {
    Map<String, ToDoubleFunction<RoundSummary>> gauges = new LinkedHashMap<>();
    gauges.put("round", RoundSummary::round);
    gauges.put("step", RoundSummary::step);
    gauges.put("tokens", RoundSummary::tokens);
    gauges.put("loss", round -> round.losses().loss());
    gauges.put("unigram_loss", round -> round.learning().unigramLoss());
    gauges.put("learning_rate", RoundSummary::learningRate);
    gauges.put("grad_norm", RoundSummary::gradientNorm);
    gauges.put("drift", RoundSummary::drift);
    gauges.put("skipped_steps", RoundSummary::skippedSteps);
    gauges.put("tokens_per_second", RoundSummary::tokensPerSecond);
    gauges.put(
        "slowest_worker_tokens_per_second",
        round ->
            round.workerTokensPerSecond().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(Double.NaN));
    gauges.put("sync_share", RoundSummary::syncShare);
    gauges.put("sync_bytes", RoundSummary::sentBytes);
    gauges.put("round_seconds", RoundSummary::seconds);
    gauges.put("diverging", round -> round.learning().phase() == LearningPhase.DIVERGING ? 1 : 0);
    return gauges;
  }

  /** The names, in the order of the documentation. */
  static Iterable<String> names() {
    return GAUGES.keySet();
  }

  /** A figure of the last round; NaN before the first. */
  static double value(String name) {
    RoundSummary last = LAST.get();
    return last == null ? Double.NaN : GAUGES.get(name).applyAsDouble(last);
  }

  @Override
  public void afterRound(RoundSummary summary) {
    LAST.set(summary);
  }
}

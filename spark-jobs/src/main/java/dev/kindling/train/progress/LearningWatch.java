package dev.kindling.train.progress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.util.List;

/**
 * Judges each round by the losses up to it, and passes it on to others. A run that goes on from a
 * checkpoint is judged by the rounds that {@code metrics.jsonl} holds, as if it had never stopped.
 */
public final class LearningWatch implements RoundListener {
  private final double unigramLoss;
  private final MetricsLog metrics;
  private final List<RoundListener> listeners;
  private LearningCurve curve;
  private long step;

  /**
   * A watch of one run.
   *
   * @param unigramLoss in nats, NaN where it is not known
   * @param metrics of the run; told before the listeners
   * @param listeners told in this order
   */
  public LearningWatch(double unigramLoss, MetricsLog metrics, List<RoundListener> listeners) {
    this.unigramLoss = unigramLoss;
    this.metrics = metrics;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void started(RunState start, List<String> skipped) throws IOException {
    curve = new LearningCurve(unigramLoss);
    step = 0;
    metrics.started(start, skipped); // cut back to the rounds that count
    for (JsonNode line : metrics.lines()) {
      add(
          line.path("step").asLong(),
          line.path(line.has("mlm_loss") ? "mlm_loss" : "loss").asDouble());
    }
    for (RoundListener listener : listeners) {
      listener.started(start, skipped);
    }
  }

  @Override
  public void restarting(String reason, int restart) throws IOException {
    metrics.restarting(reason, restart);
    for (RoundListener listener : listeners) {
      listener.restarting(reason, restart);
    }
  }

  private void add(long endStep, double labelLoss) {
    curve.add(endStep - step, labelLoss);
    step = endStep;
  }

  @Override
  public void afterRound(RoundSummary summary) throws IOException {
    add(summary.step(), summary.losses().labelLoss());
    RoundSummary judged = summary.with(curve.now());
    metrics.afterRound(judged);
    for (RoundListener listener : listeners) {
      listener.afterRound(judged);
    }
  }
}

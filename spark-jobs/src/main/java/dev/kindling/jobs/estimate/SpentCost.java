package dev.kindling.jobs.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.config.EstimateConfig;
import dev.kindling.train.progress.MetricsLog;
import java.util.List;

/**
 * What a run has cost so far, as its metrics tell. Rounds that were run twice, because the driver
 * was stopped after its last checkpoint, count once.
 *
 * @param steps taken by each worker
 * @param cost of these
 */
record SpentCost(long steps, RunCost cost) {

  /**
   * Sums up.
   *
   * @param metrics text of {@code metrics.jsonl}; may be empty
   * @param workers of the run
   */
  static SpentCost of(String metrics, int workers, int machines) {
    double compute = 0;
    double sync = 0;
    double bytes = 0;
    long steps = 0;
    List<JsonNode> lines = MetricsLog.parse(metrics);
    for (JsonNode line : lines) {
      if ("train".equals(line.path("event").asText())) {
        compute += line.path("compute_seconds").asDouble();
        sync += line.path("sync_seconds").asDouble();
        bytes += workers * line.path("sync_bytes").asDouble();
        steps = line.path("step").asLong();
      }
    }
    return new SpentCost(steps, new RunCost(compute, sync, bytes, machines));
  }

  /**
   * Says what it was.
   *
   * @param plannedSteps of the whole run
   * @param flop arithmetic of one worker until now
   */
  String show(long plannedSteps, double flop, int workers, EstimateConfig rates) {
    String done = steps >= plannedSteps ? "it took" : "so far, %,d of %,d steps, it has taken";
    double speed = flop * workers / cost.machines() / cost.computeSeconds();
    return "  "
        + done.formatted(steps, plannedSteps)
        + ", at "
        + Amounts.scaled(speed, "FLOP/s")
        + " a machine:\n"
        + cost.show(rates);
  }
}

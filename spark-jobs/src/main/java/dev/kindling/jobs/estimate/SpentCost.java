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
 * @param peakBytes most memory that a process of a worker has had in RAM; 0 where that is not known
 * @param cost of these
 */
record SpentCost(long steps, long peakBytes, RunCost cost) {

  /**
   * Sums up.
   *
   * @param metrics text of {@code metrics.jsonl}; may be empty
   * @param workers of the run
   */
  static SpentCost of(String metrics, int workers, int machines) {
    double compute = 0;
    double sync = 0;
    double other = 0;
    double bytes = 0;
    long steps = 0;
    long peakBytes = 0;
    List<JsonNode> lines = MetricsLog.parse(metrics);
    for (JsonNode line : lines) {
      if ("train".equals(line.path("event").asText())) {
        double round =
            line.path("compute_seconds").asDouble() + line.path("sync_seconds").asDouble();
        compute += line.path("compute_seconds").asDouble();
        sync += line.path("sync_seconds").asDouble();
        other += Math.max(0, line.path("wall_seconds").asDouble() - round);
        peakBytes = Math.max(peakBytes, line.path("peak_memory_bytes").asLong());
        bytes += workers * line.path("sync_bytes").asDouble();
        steps = line.path("step").asLong();
      }
    }
    return new SpentCost(steps, peakBytes, new RunCost(compute, sync, other, bytes, machines));
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
    StringBuilder text = new StringBuilder("  ");
    text.append(done.formatted(steps, plannedSteps))
        .append(", at ")
        .append(Amounts.scaled(speed, "FLOP/s"))
        .append(" a machine:\n");
    if (peakBytes > 0) {
      RunCost.line(text, "memory", "%s, the largest process", Amounts.bytes((double) peakBytes));
    }
    return text.append(cost.show(rates)).toString();
  }
}

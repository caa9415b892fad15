package dev.kindling.benchmarks.averaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.benchmarks.JsonLines;
import java.util.Arrays;
import java.util.List;

/**
 * What the rounds of one run spent on their exchange.
 *
 * @param rounds measured; the first, in which everything is new, is left out
 * @param workerMegabytes 10<sup>6</sup> bytes that one worker sends and receives in a round
 * @param medianSeconds of a round, its local steps not counted
 * @param leastSeconds likewise
 * @param megabytesPerSecond of all workers together, by the median
 * @param copyMegabytesPerSecond what this machine copies in memory, all cores at once
 * @param floorSeconds of a round if copying all workers' bytes once were all there is to do
 */
record ExchangeRow(
    String row,
    int workers,
    int executors,
    int rounds,
    double workerMegabytes,
    double medianSeconds,
    double leastSeconds,
    double megabytesPerSecond,
    double copyMegabytesPerSecond,
    double floorSeconds) {

  /** A run that gave no figures, and why. */
  record Failed(String row, String failed) {}

  /**
   * The line of a run.
   *
   * @param rounds its lines in {@code metrics.jsonl}, at least two
   * @param copyRate 10<sup>6</sup> bytes a second
   */
  static ExchangeRow of(
      ExchangeCase way, List<JsonNode> rounds, int workers, int executors, double copyRate) {
    List<JsonNode> measured = rounds.subList(1, rounds.size());
    double[] seconds =
        measured.stream().mapToDouble(round -> round.get("sync_seconds").asDouble()).toArray();
    double bytes = measured.get(measured.size() - 1).get("sync_bytes").asDouble();
    return of(way.row(), seconds, bytes, workers, executors, copyRate);
  }

  /**
   * The line of some rounds.
   *
   * @param roundSeconds of each, at least one
   * @param bytes that one worker sends and receives in a round
   */
  static ExchangeRow of(
      String row,
      double[] roundSeconds,
      double bytes,
      int workers,
      int executors,
      double copyRate) {
    double[] seconds = roundSeconds.clone();
    Arrays.sort(seconds);
    double median = (seconds[seconds.length / 2] + seconds[(seconds.length - 1) / 2]) / 2;
    return new ExchangeRow(
        row,
        workers,
        executors,
        seconds.length,
        JsonLines.rounded(bytes / 1e6, 1),
        JsonLines.rounded(median, 3),
        JsonLines.rounded(seconds[0], 3),
        JsonLines.rounded(workers * bytes / median / 1e6, 1),
        JsonLines.rounded(copyRate, 0),
        JsonLines.rounded(workers * bytes / 1e6 / copyRate, 3));
  }
}

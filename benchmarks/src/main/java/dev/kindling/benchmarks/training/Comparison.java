package dev.kindling.benchmarks.training;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.model.Precision;
import java.util.Locale;

/**
 * What was measured of one workload in one precision. Rates are of the median step.
 *
 * @param model name of the workload
 * @param dtype float32 or bfloat16
 * @param oursTokensPerS tokens a second, of all {@code B · L} of the batch
 * @param peerTokensPerS the same of libtorch
 * @param ratio ours by the peer's: above 1 we are faster
 * @param oursPeakMib peak memory of the process
 * @param peerPeakMib the same of libtorch
 * @param oursGflops 10<sup>9</sup> of {@link ModelOperations} a second
 * @param oursMedianMs median step
 * @param oursMinMs fastest step
 * @param peerMedianMs median step of libtorch
 * @param peerMinMs fastest step of libtorch
 * @param oursLoss loss before the last step: a sign that both train
 * @param peerLoss the same of libtorch
 * @param steps measured steps of each side
 * @param threads of each side
 */
record Comparison(
    String model,
    String dtype,
    long oursTokensPerS,
    long peerTokensPerS,
    double ratio,
    long oursPeakMib,
    long peerPeakMib,
    double oursGflops,
    double oursMedianMs,
    double oursMinMs,
    double peerMedianMs,
    double peerMinMs,
    double oursLoss,
    double peerLoss,
    int steps,
    int threads) {

  /** What is measured of one side. */
  record Measured(StepTimes times, double lastLoss, double peakMib) {}

  static Comparison of(
      Workload workload,
      Precision precision,
      Measured ours,
      Measured peer,
      TrainingArguments arguments) {
    double oursRate = ours.times.perSecond(workload.tokens());
    double peerRate = peer.times.perSecond(workload.tokens());
    double gflops = ours.times.perSecond(ModelOperations.ofStep(workload) / 1e9);
    return new Comparison(
        workload.name(),
        dtype(precision),
        Math.round(oursRate),
        Math.round(peerRate),
        JsonLines.rounded(oursRate / peerRate, 3),
        Math.round(ours.peakMib),
        Math.round(peer.peakMib),
        JsonLines.rounded(gflops, 1),
        JsonLines.rounded(ours.times.medianMs(), 1),
        JsonLines.rounded(ours.times.minMs(), 1),
        JsonLines.rounded(peer.times.medianMs(), 1),
        JsonLines.rounded(peer.times.minMs(), 1),
        JsonLines.rounded(ours.lastLoss, 3),
        JsonLines.rounded(peer.lastLoss, 3),
        arguments.steps(),
        arguments.threads());
  }

  /** Returns the name of a precision in results and filters. */
  static String dtype(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A comparison that did not come about.
   *
   * @param error what failed, and on which side
   */
  record Failed(String model, String dtype, String error) {}

  /**
   * The last line.
   *
   * @param comparisons that came about
   * @param failed that did not
   * @param smallestRatio of all that came about; null when none did
   * @param smallestRatioOf model and dtype that it belongs to; null when there is none
   */
  record Summary(int comparisons, int failed, Double smallestRatio, String smallestRatioOf) {}
}

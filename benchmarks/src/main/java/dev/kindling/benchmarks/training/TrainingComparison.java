package dev.kindling.benchmarks.training;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import dev.kindling.model.Precision;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code training}: both sides' steps in turn, so that whatever else the machine does slows both.
 */
public final class TrainingComparison implements Subcommand {
  @Override
  public String usage() {
    return TrainingArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out) throws InterruptedException {
    TrainingArguments arguments = TrainingArguments.parse(words);
    List<Comparison> comparisons = new ArrayList<>();
    int failed = 0;
    for (Workload workload : Workload.ALL) {
      for (Precision precision : Precision.values()) {
        if (!arguments.wants(workload, precision)) {
          continue;
        }
        try {
          Comparison comparison = compare(workload, precision, arguments);
          comparisons.add(comparison);
          out.println(JsonLines.of(comparison));
        } catch (SideFailedException e) {
          failed++;
          out.println(
              JsonLines.of(
                  new Comparison.Failed(
                      workload.name(), Comparison.dtype(precision), e.getMessage())));
        }
      }
    }
    out.println(JsonLines.of(summary(comparisons, failed)));
    return failed == 0 ? 0 : 1;
  }

  /** Returns the last line of a run. */
  static Comparison.Summary summary(List<Comparison> comparisons, int failed) {
    return comparisons.stream()
        .min(Comparator.comparingDouble(Comparison::ratio))
        .map(
            least ->
                new Comparison.Summary(
                    comparisons.size(), failed, least.ratio(), least.model() + "/" + least.dtype()))
        .orElseGet(() -> new Comparison.Summary(0, failed, null, null));
  }

  private static Comparison compare(
      Workload workload, Precision precision, TrainingArguments arguments)
      throws InterruptedException {
    try (SideProcess ours = new SideProcess(Side.OURS, workload, precision, arguments.threads());
        SideProcess peer = new SideProcess(Side.PEER, workload, precision, arguments.threads())) {
      ours.awaitReady();
      peer.awaitReady();
      long[] oursNanos = new long[arguments.steps()];
      long[] peerNanos = new long[arguments.steps()];
      double oursLoss = 0;
      double peerLoss = 0;
      for (int i = -arguments.warmUpSteps(); i < arguments.steps(); i++) {
        SideProcess.Step oursStep = stepAfterPause(ours, arguments);
        SideProcess.Step peerStep = stepAfterPause(peer, arguments);
        if (i >= 0) {
          oursNanos[i] = oursStep.nanos();
          peerNanos[i] = peerStep.nanos();
        }
        oursLoss = oursStep.loss();
        peerLoss = peerStep.loss();
      }
      return Comparison.of(
          workload,
          precision,
          new Comparison.Measured(StepTimes.of(oursNanos), oursLoss, ours.peakMib()),
          new Comparison.Measured(StepTimes.of(peerNanos), peerLoss, peer.peakMib()),
          arguments);
    }
  }

  private static SideProcess.Step stepAfterPause(SideProcess side, TrainingArguments arguments)
      throws InterruptedException {
    Thread.sleep(arguments.pauseMs());
    return side.step();
  }
}

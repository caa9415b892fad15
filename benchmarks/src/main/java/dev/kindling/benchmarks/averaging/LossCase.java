package dev.kindling.benchmarks.averaging;

import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.MomentPolicy;
import dev.kindling.model.averaging.OuterOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way to spend the same batches.
 *
 * @param row its name
 * @param workers that train side by side
 * @param stepBatches batches of one worker's step
 * @param localSteps steps between two averagings; 0: there is one worker and nothing to average
 */
record LossCase(
    String row,
    int workers,
    int stepBatches,
    int localSteps,
    OuterOptimizer outer,
    DeltaCodec codec,
    MomentPolicy moments) {
  /** Every step on the batches of all workers: what the others are compared with. */
  static final String SYNCHRONOUS = "loss/synchronous";

  private static final List<Integer> LOCAL_STEPS = List.of(1, 10, 50, 200);

  /**
   * All cases, {@link #SYNCHRONOUS} first.
   *
   * @param nesterov outer steps with momentum, each tried with all numbers of local steps
   */
  static List<LossCase> all(int workers, List<OuterOptimizer> nesterov) {
    List<LossCase> cases = new ArrayList<>();
    cases.add(alone(SYNCHRONOUS, workers));
    cases.add(alone("loss/single-worker", 1));
    for (int steps : LOCAL_STEPS) {
      cases.add(
          new LossCase(
              "loss/plain/" + steps,
              workers,
              1,
              steps,
              OuterOptimizer.AVERAGE,
              DeltaCodec.FP32,
              MomentPolicy.AVERAGE));
    }
    for (OuterOptimizer outer : nesterov) {
      for (int steps : LOCAL_STEPS) {
        for (DeltaCodec codec : DeltaCodec.values()) {
          cases.add(nesterov(workers, steps, outer, codec));
        }
      }
    }
    return cases;
  }

  private static LossCase alone(String row, int stepBatches) {
    return new LossCase(
        row, 1, stepBatches, 0, OuterOptimizer.AVERAGE, DeltaCodec.FP32, MomentPolicy.AVERAGE);
  }

  private static LossCase nesterov(int workers, int steps, OuterOptimizer outer, DeltaCodec codec) {
    String coded = codec.name().toLowerCase(Locale.ROOT);
    return new LossCase(
        "loss/nesterov/%d/%s/%s".formatted(steps, coded, outer.learningRate()),
        workers,
        1,
        steps,
        outer,
        codec,
        MomentPolicy.LOCAL);
  }
}

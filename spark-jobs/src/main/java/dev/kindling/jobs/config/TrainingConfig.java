package dev.kindling.jobs.config;

import dev.kindling.model.OptimizerKind;
import dev.kindling.model.Precision;
import dev.kindling.model.optim.LearningRateSchedule.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model is trained; defaults follow the BERT paper where it names a value.
 *
 * @param workers virtual workers; part of the result, unlike the number of executors
 * @param localSteps optimizer steps between two averagings
 * @param roundSeconds how long a round's local steps are to take: their number then follows from
 *     the measured speed; 0 keeps to {@code localSteps}
 * @param balanceWorkers whether slow workers take fewer steps a round, so that none waits for them
 * @param steps optimizer steps of each worker in all
 * @param batchSize sequences a worker and step
 * @param microBatchSize sequences computed at once, a divisor of the batch size; 0 stands for the
 *     largest divisor that makes at most 4096 tokens
 * @param phases stretches of the run with their own examples; empty: the run is one phase
 * @param precision of the matrix products
 * @param device what computes: cpu, cuda, nd4j, or auto
 * @param recomputeActivations less memory for more time
 * @param optimizer adamw or lamb
 * @param learningRate peak of the schedule
 * @param warmupSteps steps of linear warm-up; -1 stands for a hundredth of the steps
 * @param schedule how the rate falls after the warm-up
 * @param schedulePower of the polynomial schedule
 * @param finalLearningRateRatio rate of the last step over the peak, in [0, 1]
 * @param weightDecay decoupled, not applied to biases and norms
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param clipNorm largest global gradient norm; 0 switches clipping off
 * @param maskRate share of tokens to predict (masked-language-model), in (0, 1)
 * @param maxPredictions most tokens to predict in an example; 0 stands for the mask rate times the
 *     sequence length, rounded up
 * @param wholeWordMasking whether all pieces of a word are masked together
 * @param staticMasks whether an example has the same masks each time it is read
 * @param averaging what happens to the workers' parameters after a round
 * @param checkpointAveraging of which points on the way the finished model is the mean
 * @param sync what carries the exchange
 * @param aeron how tasks reach each other where it is Aeron
 * @param maxSkippedSteps steps, of all workers and the whole run, whose gradient may be not finite:
 *     they are skipped; one more ends the run
 * @param checkpointEveryRounds rounds between checkpoints
 * @param keepCheckpoints newest checkpoints kept, beside the one with the lowest loss
 * @param maxRestarts times in a row that a failed run goes back to its newest checkpoint
 */
public record TrainingConfig(
    @Default("1") int workers,
    @Default("16") int localSteps,
    @Default("0") double roundSeconds,
    @Default("false") boolean balanceWorkers,
    @Derived("`100000`; with phases, their sum") Long steps,
    @Default("32") int batchSize,
    @Default("0") int microBatchSize,
    @Default("[]") List<PhaseConfig> phases,
    @Default("float32") Precision precision,
    @Operational @Default("cpu") String device,
    @Operational @Default("false") boolean recomputeActivations,
    @Default("adamw") OptimizerKind optimizer,
    @Default("1e-4") double learningRate,
    @Default("-1") long warmupSteps,
    @Default("linear") Shape schedule,
    @Default("1") double schedulePower,
    @Default("0") double finalLearningRateRatio,
    @Default("0.01") double weightDecay,
    @Default("0.9") double beta1,
    @Default("0.999") double beta2,
    @Default("1e-6") double epsilon,
    @Default("1") double clipNorm,
    @Default("0.15") double maskRate,
    @Default("0") int maxPredictions,
    @Default("false") boolean wholeWordMasking,
    @Default("false") boolean staticMasks,
    @Default("{}") AveragingConfig averaging,
    @Default("{}") CheckpointAveragingConfig checkpointAveraging,
    @Operational @Default("spark") Sync sync,
    @Operational @Default("{}") AeronConfig aeron,
    @Operational @Default("10") long maxSkippedSteps,
    @Operational @Default("10") int checkpointEveryRounds,
    @Operational @Default("3") int keepCheckpoints,
    @Operational @Default("3") int maxRestarts)
    implements Serializable {
  private static final long DEFAULT_STEPS = 100_000;

  /** Checks the ranges and replaces the stand-ins that need no other section. */
  public TrainingConfig {
    phases = new ArrayList<>(phases); // a plain list: it travels to the executors
    long sum = phases.stream().mapToLong(PhaseConfig::steps).sum();
    if (steps == null) {
      steps = phases.isEmpty() ? DEFAULT_STEPS : sum;
    }
    checkpointAveraging = checkpointAveraging.resolved(steps);
    new Check()
        .positive("workers", workers)
        .positive("local-steps", localSteps)
        .notNegative("round-seconds", roundSeconds)
        .positive("steps", steps)
        .that(
            phases.isEmpty() || steps == sum,
            "steps",
            steps,
            "must be the sum of the phases' steps = " + sum + ", or be left out")
        .positive("batch-size", batchSize)
        .that(
            microBatchSize >= 0 && (microBatchSize == 0 || batchSize % microBatchSize == 0),
            "micro-batch-size",
            microBatchSize,
            "must divide batch-size = " + batchSize)
        .that(Device.isKnown(device), "device", device, Device.RULE)
        .positive("learning-rate", learningRate)
        .that(
            warmupSteps >= -1 && warmupSteps <= steps,
            "warmup-steps",
            warmupSteps,
            "must be in [0, steps = " + steps + "]")
        .positive("schedule-power", schedulePower)
        .that(
            finalLearningRateRatio >= 0 && finalLearningRateRatio <= 1,
            "final-learning-rate-ratio",
            finalLearningRateRatio,
            "must be in [0, 1]")
        .notNegative("weight-decay", weightDecay)
        .fraction("beta1", beta1)
        .fraction("beta2", beta2)
        .positive("epsilon", epsilon)
        .notNegative("clip-norm", clipNorm)
        .that(maskRate > 0 && maskRate < 1, "mask-rate", maskRate, "must be in (0, 1)")
        .notNegative("max-predictions", maxPredictions)
        .that(
            checkpointAveraging.fits(steps),
            "checkpoint-averaging.count",
            checkpointAveraging.count(),
            "must be at most steps / every-steps = %d / %d"
                .formatted(steps, checkpointAveraging.everySteps()))
        .notNegative("max-skipped-steps", maxSkippedSteps)
        .positive("checkpoint-every-rounds", checkpointEveryRounds)
        .positive("keep-checkpoints", keepCheckpoints)
        .notNegative("max-restarts", maxRestarts)
        .done();
    if (warmupSteps == -1) {
      warmupSteps = steps / 100;
    }
  }

  /** Whether the steps of a round depend on how fast the last ones were. */
  public boolean adaptsSteps() {
    return roundSeconds > 0 || balanceWorkers;
  }

  TrainingConfig resolved(int newMicroBatchSize, int newMaxPredictions, List<PhaseConfig> all) {
    return new TrainingConfig(
        workers,
        localSteps,
        roundSeconds,
        balanceWorkers,
        steps,
        batchSize,
        newMicroBatchSize,
        all,
        precision,
        device,
        recomputeActivations,
        optimizer,
        learningRate,
        warmupSteps,
        schedule,
        schedulePower,
        finalLearningRateRatio,
        weightDecay,
        beta1,
        beta2,
        epsilon,
        clipNorm,
        maskRate,
        newMaxPredictions,
        wholeWordMasking,
        staticMasks,
        averaging,
        checkpointAveraging,
        sync,
        aeron,
        maxSkippedSteps,
        checkpointEveryRounds,
        keepCheckpoints,
        maxRestarts);
  }
}

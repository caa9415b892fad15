package dev.kindling.jobs.config;

import dev.kindling.model.Architecture;
import dev.kindling.model.BatchShape;
import dev.kindling.model.optim.LearningRateSchedule.Shape;
import java.io.Serializable;

/**
 * A stretch of a run with examples and batches of its own. Once resolved, only the learning rate
 * and its two companions may be null: all three, where the phase lies on the run's schedule.
 *
 * @param examples which entry of {@code examples} it reads
 * @param steps optimizer steps of each worker in this phase
 * @param batchSize sequences a worker and step
 * @param microBatchSize sequences computed at once, a divisor of the batch size
 * @param localSteps optimizer steps between two averagings
 * @param learningRate peak of a schedule that begins with the phase and ends with it
 * @param warmupSteps of that schedule
 * @param schedule of that schedule, how it falls
 * @param maxPredictions most tokens to predict in an example
 */
public record PhaseConfig(
    @Derived("the run's") String examples,
    long steps,
    @Derived("the run's") Integer batchSize,
    @Derived("the run's, else by the phase's length") Integer microBatchSize,
    @Derived("the run's") Integer localSteps,
    @Derived("on the run's schedule") Double learningRate,
    @Derived("a hundredth of the phase's `steps`") Long warmupSteps,
    @Derived("the run's") Shape schedule,
    @Derived("the run's, else by the phase's length") Integer maxPredictions)
    implements Serializable {
  /** Checks the ranges of what is there. */
  public PhaseConfig {
    new Check()
        .positive("steps", steps)
        .positiveIfPresent("batch-size", batchSize)
        .positiveIfPresent("micro-batch-size", microBatchSize)
        .positiveIfPresent("local-steps", localSteps)
        .positiveIfPresent("learning-rate", learningRate)
        .positiveIfPresent("max-predictions", maxPredictions)
        .that(
            warmupSteps == null || (warmupSteps >= 0 && warmupSteps <= steps),
            "warmup-steps",
            warmupSteps,
            "must be in [0, steps = " + steps + "]")
        .that(
            warmupSteps == null || learningRate != null,
            "warmup-steps",
            warmupSteps,
            "needs a learning-rate beside it; without one the phase lies on the run's schedule")
        .that(
            schedule == null || learningRate != null,
            "schedule",
            schedule,
            "needs a learning-rate beside it; without one the phase lies on the run's schedule")
        .done();
  }

  /**
   * The largest micro-batch of a resolved phase.
   *
   * @param length longest sequence of its examples
   */
  public BatchShape largestBatch(Architecture architecture, int length) {
    // GPT predicts every token, BERT the masked ones.
    int labels = architecture == Architecture.BERT ? Math.min(maxPredictions, length) : length;
    return new BatchShape(microBatchSize, length, microBatchSize * labels);
  }

  /** Whether the phase has a schedule of its own. */
  public boolean hasOwnSchedule() {
    return learningRate != null;
  }
}

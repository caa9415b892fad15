package dev.kindling.train.plan;

import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.model.optim.LearningRateSchedule;
import dev.kindling.train.data.ShardCatalog;
import java.io.Serializable;
import java.util.List;

/**
 * A stretch of a run's steps with its own examples, batches and, where it has one, schedule. A run
 * that names no phases is one phase.
 *
 * @param number from 1
 * @param settings resolved
 * @param training of the whole run
 * @param shards the training examples
 * @param firstStep steps done before the phase begins
 * @param firstExample examples of these shards that each worker has drawn in earlier phases; the
 *     phase goes on behind them
 */
public record Phase(
    int number,
    PhaseConfig settings,
    TrainingConfig training,
    ShardCatalog shards,
    long firstStep,
    long firstExample)
    implements Serializable {

  /** Steps done when the phase ends. */
  public long endStep() {
    return firstStep + settings.steps();
  }

  /** The steps of the round that begins at a step: a round ends with its phase at the latest. */
  public int roundSteps(long step) {
    return roundSteps(step, settings.localSteps());
  }

  /** The same for another number of steps than the phase's. */
  public int roundSteps(long step, int wanted) {
    return (int) Math.min(wanted, endStep() - step);
  }

  /**
   * How many examples a worker has drawn before a step of this phase: its cursor in {@link
   * dev.kindling.train.data.DataOrder}.
   *
   * @param phaseStep steps of this phase that the worker has tried
   */
  public long cursor(long phaseStep) {
    return firstExample + phaseStep * settings.batchSize();
  }

  /** The shards of one virtual worker. */
  public List<ShardCatalog.Shard> shardsOf(int worker) {
    return shards.ofWorker(worker, training.workers());
  }

  /** The learning rate of a step of the run. */
  public double learningRate(long step) {
    return settings.hasOwnSchedule() ? own().at(step - firstStep) : runs().at(step);
  }

  private LearningRateSchedule own() {
    return new LearningRateSchedule(
        settings.schedule(),
        settings.learningRate(),
        settings.warmupSteps(),
        settings.steps(),
        training.finalLearningRateRatio(),
        training.schedulePower());
  }

  private LearningRateSchedule runs() {
    return new LearningRateSchedule(
        training.schedule(),
        training.learningRate(),
        training.warmupSteps(),
        training.steps(),
        training.finalLearningRateRatio(),
        training.schedulePower());
  }
}

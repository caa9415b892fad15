package dev.kindling.train.plan;

import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.KeyedHash;
import dev.kindling.examples.Masking;
import dev.kindling.examples.MaskingConfig;
import dev.kindling.examples.SpecialIds;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ModelConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.vocab.SpecialTokenIds;
import dev.kindling.model.BatchShape;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.optim.LearningRateSchedule;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.ShardCatalog;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that decides the outcome of a run, resolved: what the driver sends to the workers
 * once.
 *
 * @param name of the run
 * @param seed of the run: initial weights, dropout and masks come from it
 * @param model shape of the network
 * @param training how it is trained
 * @param shards the training examples
 * @param special ids of the special pieces
 * @param firstOrdinaryId the lowest id that is no special piece; all above it are ordinary
 */
public record RunPlan(
    String name,
    long seed,
    ModelConfig model,
    TrainingConfig training,
    ShardCatalog shards,
    SpecialIds special,
    int firstOrdinaryId)
    implements Serializable {
  /**
   * The plan of a run.
   *
   * @param pipelineSeed the pipeline's seed, mixed with the run's name
   */
  public static RunPlan of(
      String name,
      long pipelineSeed,
      ModelConfig model,
      TrainingConfig training,
      ShardCatalog shards,
      Vocabulary vocabulary) {
    int firstOrdinary = 0;
    while (vocabulary.isSpecial(firstOrdinary)) {
      firstOrdinary++;
    }
    SpecialIds special = SpecialTokenIds.of(vocabulary);
    long seed = KeyedHash.of(pipelineSeed, name);
    return new RunPlan(name, seed, model, training, shards, special, firstOrdinary);
  }

  /** The network. */
  public TransformerConfig transformer() {
    return model.transformer(shards.vocabularySize(), shards.sequenceLength());
  }

  /**
   * The failure of a run whose numbers are no longer finite.
   *
   * @param step optimizer steps counted from 1
   * @param detail which numbers
   */
  public KindlingException diverged(long step, String detail) {
    return new KindlingException(
        ExitCode.BAD_DATA,
        "Run %s diverged at step %d (%s). Lower runs.%s.training.learning-rate = %s or raise runs.%s.training.warmup-steps = %d, then remove runs/%s."
            .formatted(
                name,
                step,
                detail,
                name,
                training.learningRate(),
                name,
                training.warmupSteps(),
                name));
  }

  /** The learning rate by step. */
  public LearningRateSchedule schedule() {
    return new LearningRateSchedule(
        training.schedule(),
        training.learningRate(),
        training.warmupSteps(),
        training.steps(),
        training.finalLearningRateRatio(),
        1);
  }

  /** The optimizer's constants. */
  public OptimizerConfig optimizer() {
    return new OptimizerConfig(
        OptimizerKind.ADAMW,
        training.beta1(),
        training.beta2(),
        training.epsilon(),
        training.weightDecay(),
        training.clipNorm());
  }

  /** The largest micro-batch. */
  public BatchShape batchShape() {
    int sequences = Math.min(training.microBatchSize(), training.batchSize());
    int length = shards.sequenceLength();
    int labels = isBert() ? Math.min(training.maxPredictions(), length) : length;
    return new BatchShape(sequences, length, sequences * labels);
  }

  /** Pads the training examples and draws their masks. */
  public BatchAssembler assembler() {
    return assembler(KeyedHash.of(seed, "masks"));
  }

  /**
   * An assembler with other masks.
   *
   * @param maskSeed of the stream that the masks are drawn from
   */
  public BatchAssembler assembler(long maskSeed) {
    Masking masking =
        isBert()
            ? new Masking(
                new MaskingConfig(training.maskRate(), training.maxPredictions(), maskSeed),
                shards.vocabularySize(),
                firstOrdinaryId,
                special)
            : null;
    return new BatchAssembler(shards.kind(), shards.sequenceLength(), masking);
  }

  /** The shards of one virtual worker. */
  public List<ShardCatalog.Shard> shardsOf(int worker) {
    return shards.ofWorker(worker, training.workers());
  }

  /** Length of the parameter vector. */
  public int parameterCount() {
    return ParameterLayout.of(transformer()).size();
  }

  /** The state before the first step. */
  public TrainingState initialState() {
    return TrainingState.initial(transformer(), seed);
  }

  /** Whether the run trains a masked language model. */
  public boolean isBert() {
    return shards.kind() == ExampleKind.MASKED_LANGUAGE_MODEL;
  }
}

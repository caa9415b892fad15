package dev.kindling.train.plan;

import dev.kindling.examples.KeyedHash;
import dev.kindling.examples.Masking;
import dev.kindling.examples.MaskingConfig;
import dev.kindling.examples.SpecialIds;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ModelConfig;
import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.vocab.SpecialTokenIds;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.MomentPolicy;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.state.WorkerProgress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Everything that decides the outcome of a run, resolved: what the driver sends to the workers
 * once.
 *
 * @param name of the run
 * @param seed of the run: initial weights, dropout and masks come from it
 * @param model shape of the network
 * @param training how it is trained
 * @param device what computes, as {@link EngineOptions#backend} takes it
 * @param phases in their order, at least one
 * @param special ids of the special pieces
 * @param firstOrdinaryId the lowest id that is no special piece; all above it are ordinary
 * @param continuations ids of the pieces that are masked with the piece before them; none unless
 *     whole words are masked
 */
public record RunPlan(
    String name,
    long seed,
    ModelConfig model,
    TrainingConfig training,
    String device,
    List<Phase> phases,
    SpecialIds special,
    int firstOrdinaryId,
    BitSet continuations)
    implements Serializable {
  /**
   * The plan of a run.
   *
   * @param pipelineSeed the pipeline's seed, mixed with the run's name
   * @param shards the training shards of each example set that the run names
   */
  public static RunPlan of(
      String name,
      long pipelineSeed,
      RunConfig run,
      Map<String, ShardCatalog> shards,
      Vocabulary vocabulary) {
    int firstOrdinary = 0;
    while (vocabulary.isSpecial(firstOrdinary)) {
      firstOrdinary++;
    }
    BitSet continuations = new BitSet();
    if (run.training().wholeWordMasking()) {
      IntStream.range(0, vocabulary.size())
          .filter(vocabulary::isContinuation)
          .forEach(continuations::set);
    }
    return new RunPlan(
        name,
        KeyedHash.of(pipelineSeed, name),
        run.model(),
        run.training(),
        run.training().device(),
        phases(run, shards),
        SpecialTokenIds.of(vocabulary),
        firstOrdinary,
        continuations);
  }

  /** The same plan, computed on another device. */
  public RunPlan on(String newDevice) {
    return new RunPlan(
        name, seed, model, training, newDevice, phases, special, firstOrdinaryId, continuations);
  }

  private static List<Phase> phases(RunConfig run, Map<String, ShardCatalog> shards) {
    List<Phase> phases = new ArrayList<>(); // a plain list: it travels to the executors
    Map<String, Long> drawn = new HashMap<>();
    long step = 0;
    for (PhaseConfig settings : run.phases()) {
      String examples = settings.examples();
      long before = drawn.getOrDefault(examples, 0L);
      phases.add(
          new Phase(
              phases.size() + 1, settings, run.training(), shards.get(examples), step, before));
      drawn.put(examples, before + settings.steps() * settings.batchSize());
      step += settings.steps();
    }
    return phases;
  }

  /**
   * The phase that a step belongs to.
   *
   * @param step steps done before it; after the last one, the last phase
   */
  public Phase phaseAt(long step) {
    return phases.stream().filter(phase -> step < phase.endStep()).findFirst().orElse(lastPhase());
  }

  /** The phase that the finished model comes from. */
  public Phase lastPhase() {
    return phases.get(phases.size() - 1);
  }

  /** The network; its positions are those of the longest phase. */
  public TransformerConfig transformer() {
    int positions = phases.stream().mapToInt(p -> p.shards().sequenceLength()).max().orElseThrow();
    return model.transformer(lastPhase().shards().vocabularySize(), positions);
  }

  /**
   * The failure of a run whose numbers are no longer finite.
   *
   * @param step optimizer steps counted from 1
   * @param detail which numbers
   */
  public KindlingException diverged(long step, String detail) {
    Phase phase = phaseAt(step - 1);
    boolean own = phase.settings().hasOwnSchedule();
    double outer = training.averaging().outerLearningRate();
    String place = "runs.%s.training%s".formatted(name, own ? ".phases." + phase.number() : "");
    return new KindlingException(
        ExitCode.BAD_DATA,
        "Run %s diverged at step %d (%s). Lower %s.learning-rate = %s or raise %s.warmup-steps = %d%s, then remove runs/%s."
            .formatted(
                name,
                step,
                detail,
                place,
                own ? phase.settings().learningRate() : Double.valueOf(training.learningRate()),
                place,
                own ? phase.settings().warmupSteps() : Long.valueOf(training.warmupSteps()),
                outer > 1 ? " or lower averaging.outer-learning-rate = " + outer : "",
                name));
  }

  /** The optimizer and its constants. */
  public OptimizerConfig optimizer() {
    return new OptimizerConfig(
        training.optimizer(),
        training.beta1(),
        training.beta2(),
        training.epsilon(),
        training.weightDecay(),
        training.clipNorm());
  }

  /**
   * The engine of a phase.
   *
   * @param threads that compute; no result depends on it
   */
  public EngineSpec engine(Phase phase, int threads) {
    return new EngineSpec(
        transformer(),
        optimizer(),
        phase.settings().largestBatch(model.architecture(), phase.shards().sequenceLength()),
        new EngineOptions(device, training.precision(), threads, training.recomputeActivations()));
  }

  /** Pads the training examples of a phase and draws their masks. */
  public BatchAssembler assembler(Phase phase) {
    return assembler(phase, KeyedHash.of(seed, "masks"));
  }

  /**
   * An assembler with other masks.
   *
   * @param maskSeed of the stream that the masks are drawn from
   */
  public BatchAssembler assembler(Phase phase, long maskSeed) {
    ShardCatalog shards = phase.shards();
    int maxPredictions = phase.settings().maxPredictions();
    Masking masking =
        isBert()
            ? new Masking(
                new MaskingConfig(
                    training.maskRate(), maxPredictions, training.staticMasks(), maskSeed),
                shards.vocabularySize(),
                firstOrdinaryId,
                special,
                continuations)
            : null;
    return new BatchAssembler(shards.kind(), shards.sequenceLength(), masking);
  }

  /** Length of the parameter vector. */
  public int parameterCount() {
    return ParameterLayout.of(transformer()).size();
  }

  /** The state before the first step. */
  public RunState initialState() {
    StateVectors shared =
        new StateVectors()
            .with(StateVector.PARAMETERS, TrainingState.initial(transformer(), seed).parameters());
    if (training.averaging().outer().hasMomentum()) {
      shared = shared.with(StateVector.OUTER_MOMENTUM, new float[parameterCount()]);
    }
    if (training.averaging().codec().hasErrorFeedback()) {
      shared = shared.with(StateVector.RESIDUAL, new float[parameterCount()]);
    }
    return new RunState(
        0, 0, 0, 0, Collections.nCopies(training.workers(), WorkerProgress.NONE), shared);
  }

  /** What is done with the workers' parameters. */
  public ParameterAveraging averaging() {
    return new ParameterAveraging(training.averaging().outer(), training.averaging().codec());
  }

  /** What is done with one of the averaged vectors: moments travel whole and are just averaged. */
  public ParameterAveraging averagingOf(StateVector vector) {
    return vector == StateVector.PARAMETERS
        ? averaging()
        : new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32);
  }

  /**
   * The vectors that a round averages, parameters first.
   *
   * @param round its number, from 1
   */
  public List<StateVector> averagedVectors(long round) {
    List<StateVector> vectors = new ArrayList<>(List.of(StateVector.PARAMETERS));
    MomentPolicy moments = training.averaging().moments();
    if (moments.averagesFirst(round)) {
      vectors.add(StateVector.FIRST_MOMENT);
    }
    if (moments.averagesSecond(round)) {
      vectors.add(StateVector.SECOND_MOMENT);
    }
    return vectors;
  }

  /** Whether the mean of a round reaches the workers one round late. */
  public boolean isDelayed() {
    return training.averaging().delayed();
  }

  /** Whether workers keep vectors of their own between rounds. */
  public boolean workersKeepVectors() {
    return training.averaging().moments() != MomentPolicy.AVERAGE
        || training.averaging().codec().hasErrorFeedback();
  }

  /** Whether the run trains a masked language model. */
  public boolean isBert() {
    return lastPhase().shards().kind().isMasked();
  }
}

package dev.kindling.jobs.config;

import dev.kindling.examples.ExampleKind;
import dev.kindling.model.Architecture;
import dev.kindling.model.format.HuggingFaceClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks one run against the example sets and fills in what depends on them, phase by phase. */
final class RunResolver {
  /**
   * Tokens of a default micro-batch, at most: large enough that the products run at full speed,
   * small enough that a layer's activations are still in the processor's cache when they are read.
   */
  static final int MICRO_BATCH_TOKENS = 4096;

  private static final int ANY = 512; // vocabulary and positions, where they do not matter

  private final String key;
  private final RunConfig run;
  private final int pieces;
  private final Map<String, ExamplesConfig> allExamples;
  private final Check check;

  /**
   * A resolver of one run.
   *
   * @param key where the run stands, such as {@code runs.bert}
   * @param pieces of the vocabulary
   * @param check takes the problems
   */
  RunResolver(
      String key, RunConfig run, int pieces, Map<String, ExamplesConfig> allExamples, Check check) {
    this.key = key;
    this.run = run;
    this.pieces = pieces;
    this.allExamples = allExamples;
    this.check = check;
  }

  /** The run with every value filled in; as it was where a problem stands in the way. */
  RunConfig resolve() {
    if (!fits()) {
      return run;
    }
    checkExportable();
    TrainingConfig training = run.training();
    if (training.phases().isEmpty()) {
      PhaseConfig whole = resolve(run.phases().get(0), key, key + ".training");
      return new RunConfig(
          run.examples(),
          run.model(),
          whole.microBatchSize() == null || whole.maxPredictions() == null
              ? training
              : training.resolved(
                  whole.microBatchSize(), whole.maxPredictions(), training.phases()));
    }
    List<PhaseConfig> phases = new ArrayList<>();
    for (PhaseConfig phase : training.phases()) {
      String place = key + ".training.phases." + (phases.size() + 1);
      phases.add(resolve(phase, phase.examples() == null ? key : place, place));
    }
    return new RunConfig(
        run.examples(),
        run.model(),
        training.resolved(training.microBatchSize(), training.maxPredictions(), phases));
  }

  /**
   * Fills in one phase.
   *
   * @param examplesPlace key above the one that names the examples
   * @param place key above the phase's other keys
   */
  private PhaseConfig resolve(PhaseConfig phase, String examplesPlace, String place) {
    String name = phase.examples() == null ? run.examples() : phase.examples();
    ExamplesConfig examples = name == null ? null : allExamples.get(name);
    if (examples == null) {
      checkKnown(name, examplesPlace + ".examples");
      return phase;
    }
    check(name, examples, examplesPlace + ".examples");
    TrainingConfig training = run.training();
    int length = examples.sequenceLength();
    int batchSize = first(phase.batchSize(), training.batchSize());
    int microBatchSize = first(phase.microBatchSize(), training.microBatchSize());
    int maxPredictions = first(phase.maxPredictions(), training.maxPredictions());
    check
        .that(
            microBatchSize == 0 || batchSize % microBatchSize == 0,
            place + ".micro-batch-size",
            microBatchSize,
            "must divide batch-size = " + batchSize)
        .that(
            maxPredictions <= length,
            place + ".max-predictions",
            maxPredictions,
            "must be at most examples." + name + ".sequence-length = " + length);
    boolean own = phase.hasOwnSchedule();
    return new PhaseConfig(
        name,
        phase.steps(),
        batchSize,
        microBatchSize == 0 ? microBatchSize(batchSize, length) : microBatchSize,
        first(phase.localSteps(), training.localSteps()),
        phase.learningRate(),
        own && phase.warmupSteps() == null
            ? Long.valueOf(phase.steps() / 100)
            : phase.warmupSteps(),
        own && phase.schedule() == null ? training.schedule() : phase.schedule(),
        maxPredictions == 0 ? (int) Math.ceil(training.maskRate() * length) : maxPredictions);
  }

  /** Whether the parameters fit one array, as training keeps them. */
  private boolean fits() {
    ModelConfig model = run.model();
    double hidden = model.hidden();
    double blocks =
        model.layers() * (4 * hidden * hidden + 2 * hidden * Math.max(0, model.feedForward()));
    double parameters = blocks + pieces * hidden;
    check.that(
        parameters < Integer.MAX_VALUE,
        key + ".model.hidden",
        model.hidden(),
        String.format(
            Locale.ROOT,
            "makes some %,.0f parameters with layers = %,d and vocab.size = %,d; at most %,d fit",
            parameters,
            model.layers(),
            pieces,
            Integer.MAX_VALUE));
    return parameters < Integer.MAX_VALUE;
  }

  /** Better said now than after days of training. */
  private void checkExportable() {
    ModelConfig model = run.model();
    try {
      HuggingFaceClass.of(model.transformer(ANY, ANY));
    } catch (IllegalArgumentException none) {
      String rule = "the model could not be exported: " + none.getMessage();
      boolean byWidth = rule.contains("feed-forward");
      check
          .that(byWidth, key + ".model.activation", model.activation(), rule)
          .that(!byWidth, key + ".model.feed-forward", model.feedForward(), rule);
    }
  }

  private void checkKnown(String name, String place) {
    if (name == null) {
      check.missing(place, "name an entry of examples, here or in each of training.phases");
      return;
    }
    String known = allExamples.isEmpty() ? "none there" : String.join(", ", allExamples.keySet());
    check.that(false, place, name, "must name an entry of examples (" + known + ")");
  }

  private void check(String name, ExamplesConfig examples, String place) {
    Architecture architecture = run.model().architecture();
    List<ExampleKind> fitting =
        Arrays.stream(ExampleKind.values())
            .filter(kind -> kind.isMasked() == (architecture == Architecture.BERT))
            .toList();
    int workers = run.training().workers();
    check
        .that(
            fitting.contains(examples.kind()),
            place,
            name,
            String.format(
                "examples.%s.kind must be %s for architecture %s, it is %s",
                name,
                fitting.stream().map(Names::value).collect(Collectors.joining(" or ")),
                Names.value(architecture),
                Names.value(examples.kind())))
        .that(
            examples.shards() % workers == 0,
            key + ".training.workers",
            workers,
            "must divide examples." + name + ".shards = " + examples.shards());
  }

  /** The largest divisor of the batch size with at most 4096 tokens, at least 1. */
  private static int microBatchSize(int batchSize, int length) {
    int sequences = Math.max(1, Math.min(batchSize, MICRO_BATCH_TOKENS / length));
    while (batchSize % sequences != 0) {
      sequences--;
    }
    return sequences;
  }

  private static int first(Integer own, int runs) {
    return own == null ? runs : own;
  }
}

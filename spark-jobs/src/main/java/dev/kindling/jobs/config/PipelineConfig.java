package dev.kindling.jobs.config;

import dev.kindling.examples.ExampleKind;
import dev.kindling.model.Architecture;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole pipeline: every value resolved, every rule checked.
 *
 * @param workdir folder of all outputs: a path or any URI that Hadoop knows
 * @param seed mixed into every random choice
 * @param corpus raw text to documents
 * @param vocab documents to vocabulary
 * @param examples documents to examples, by name
 * @param runs models to train, by name
 */
public record PipelineConfig(
    @Default("work") String workdir,
    @Default("20260101") long seed,
    CorpusConfig corpus,
    @Default("{}") VocabularyConfig vocab,
    @Default("{}") Map<String, ExamplesConfig> examples,
    @Default("{}") Map<String, RunConfig> runs) {
  /** Checks the rules between sections and resolves what depends on another section. */
  public PipelineConfig {
    Check check = new Check().that(!workdir.isBlank(), "workdir", workdir, "must name a folder");
    Map<String, RunConfig> resolved = new LinkedHashMap<>();
    for (Map.Entry<String, RunConfig> run : runs.entrySet()) {
      resolved.put(run.getKey(), resolve("runs." + run.getKey(), run.getValue(), examples, check));
    }
    check.done();
    runs = Collections.unmodifiableMap(resolved);
  }

  private static RunConfig resolve(
      String key, RunConfig run, Map<String, ExamplesConfig> allExamples, Check check) {
    ExamplesConfig examples = allExamples.get(run.examples());
    if (examples == null) {
      String known = allExamples.isEmpty() ? "none there" : String.join(", ", allExamples.keySet());
      check.that(
          false,
          key + ".examples",
          run.examples(),
          "must name an entry of examples (" + known + ")");
      return run;
    }
    Architecture architecture = run.model().architecture();
    ExampleKind fitting =
        architecture == Architecture.BERT
            ? ExampleKind.MASKED_LANGUAGE_MODEL
            : ExampleKind.NEXT_WORD;
    TrainingConfig training = run.training();
    int length = examples.sequenceLength();
    check
        .that(
            examples.kind() == fitting,
            key + ".examples",
            run.examples(),
            String.format(
                "examples.%s.kind must be %s for architecture %s, it is %s",
                run.examples(),
                Names.value(fitting),
                Names.value(architecture),
                Names.value(examples.kind())))
        .that(
            examples.shards() % training.workers() == 0,
            key + ".training.workers",
            training.workers(),
            "must divide examples." + run.examples() + ".shards = " + examples.shards())
        .that(
            training.maxPredictions() <= length,
            key + ".training.max-predictions",
            training.maxPredictions(),
            "must be at most examples." + run.examples() + ".sequence-length = " + length);
    int predictions =
        training.maxPredictions() > 0
            ? training.maxPredictions()
            : (int) Math.ceil(training.maskRate() * length);
    return new RunConfig(run.examples(), run.model(), training.withMaxPredictions(predictions));
  }
}

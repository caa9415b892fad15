package dev.kindling.jobs.config;

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
 * @param estimate what costs are reckoned with
 */
public record PipelineConfig(
    @Default("work") String workdir,
    @Default("20260101") long seed,
    CorpusConfig corpus,
    @Default("{}") VocabularyConfig vocab,
    @Default("{}") Map<String, ExamplesConfig> examples,
    @Default("{}") Map<String, RunConfig> runs,
    @Default("{}") EstimateConfig estimate) {
  /** Checks the rules between sections and resolves what depends on another section. */
  public PipelineConfig {
    Check check = new Check().that(!workdir.isBlank(), "workdir", workdir, "must name a folder");
    Map<String, RunConfig> resolved = new LinkedHashMap<>();
    for (Map.Entry<String, RunConfig> run : runs.entrySet()) {
      RunResolver resolver =
          new RunResolver("runs." + run.getKey(), run.getValue(), vocab.size(), examples, check);
      resolved.put(run.getKey(), resolver.resolve());
    }
    check.done();
    runs = Collections.unmodifiableMap(resolved);
  }
}

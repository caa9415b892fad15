package dev.kindling.jobs;

import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusStage;
import dev.kindling.jobs.corpus.RecordsStage;
import dev.kindling.jobs.examples.ExamplesStage;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageRunner;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.vocab.VocabularyStage;
import dev.kindling.jobs.vocab.WordsStage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the corpus, vocabulary and examples stages over a {@link RawFolder} as the command line
 * does, with Spark in this process.
 */
final class DataStages implements AutoCloseable {
  static final List<Stage> ALL =
      List.of(
          new RecordsStage(),
          new CorpusStage(),
          WordsStage.ofCorpus(),
          new VocabularyStage(),
          new ExamplesStage("bert"),
          new ExamplesStage("gpt"),
          new ExamplesStage("full"));
  static final List<Stage> CORPUS = ALL.subList(0, 2);

  private static final String YAML =
      """
      workdir: work
      corpus:
        inputs:
          docs: {path: docs, format: auto}
          web: {path: web, format: warc}
        held-out-fraction: 0.1
        max-bad-fraction: 0.05
      vocab: {size: 300, minimum-frequency: 1}
      examples:
        bert: {kind: masked-language-model, sequence-length: 64, duplicates: 2, shards: 5}
        gpt: {kind: next-word, sequence-length: 32, shards: 3}
        full: {kind: full-sentences, sequence-length: 48, shards: 2}
      """;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final String raw;
  private final SparkProvider spark;

  /**
   * Starts Spark.
   *
   * @param raw path or URI of the raw folder
   */
  DataStages(String raw) {
    this.raw = raw;
    SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 3)
        .getOrCreate();
    this.spark = new SparkProvider();
  }

  void run(String workdir, List<Stage> stages, String... overrides) throws Exception {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("workdir=" + workdir);
    all.add("corpus.inputs.docs.path=" + raw + "/docs");
    all.add("corpus.inputs.web.path=" + raw + "/web");
    PipelineConfig config = ConfigLoader.parse(YAML, "test.yaml", all);
    Workspace workspace = new Workspace(config.workdir(), new Configuration());
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new StageRunner(config, ALL, workspace, spark, console).run(stages);
  }

  SparkSession session() {
    return spark.session();
  }

  /** All that the stages have said so far. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    spark.close();
  }
}

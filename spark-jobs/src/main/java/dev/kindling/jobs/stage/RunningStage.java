package dev.kindling.jobs.stage;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One run of one stage: what it is given, and what it reports. */
final class RunningStage implements StageContext {
  private final Stage stage;
  private final PipelineConfig config;
  private final Workspace workspace;
  private final SparkProvider spark;
  private final Console console;
  private final StageInspector.Finding finding;
  private final Staging staging;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> dropped = new LinkedHashMap<>();
  private final Set<String> produced = new TreeSet<>();
  private final StepTimes steps = new StepTimes();

  RunningStage(
      Stage stage,
      PipelineConfig config,
      Workspace workspace,
      SparkProvider spark,
      Console console,
      StageInspector.Finding finding) {
    this.stage = stage;
    this.config = config;
    this.workspace = workspace;
    this.spark = spark;
    this.console = console;
    this.finding = finding;
    this.staging = new Staging(workspace, stage.name());
  }

  Map<String, Long> counts() {
    return counts;
  }

  Map<String, Long> dropped() {
    return dropped;
  }

  Set<String> produced() {
    return produced;
  }

  Staging staging() {
    return staging;
  }

  Identity identity() {
    return finding.identity();
  }

  @Override
  public PipelineConfig config() {
    return config;
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }

  @Override
  public Path output(String directory) throws IOException {
    if (!stage.directories().contains(directory)) {
      throw new IllegalArgumentException(directory + " is none of " + stage.directories());
    }
    return stage.mode() == Stage.Mode.STAGED
        ? staging.building(directory)
        : workspace.path(directory);
  }

  @Override
  public SparkSession session() {
    return spark.session();
  }

  @Override
  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  @Override
  public StepTimes steps() {
    return steps;
  }

  @Override
  public Console console() {
    return console;
  }

  @Override
  public Manifest upstream(String directory) {
    Manifest manifest = finding.upstreams().get(directory);
    if (manifest == null) {
      throw new IllegalArgumentException(
          directory + " is none of the inputs " + finding.upstreams().keySet());
    }
    return manifest;
  }

  @Override
  public String fingerprint() {
    return identity().fingerprint();
  }

  @Override
  public void count(String name, long value) {
    counts.put(name, value);
  }

  @Override
  public void dropped(String reason, long records) {
    dropped.put(reason, records);
  }

  @Override
  public void produced(String path) {
    produced.add(path);
  }
}

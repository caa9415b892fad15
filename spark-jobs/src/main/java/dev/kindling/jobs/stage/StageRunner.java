package dev.kindling.jobs.stage;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ConfigTree;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Manifest.FileEntry;
import dev.kindling.jobs.stage.StageInspector.Finding;
import dev.kindling.jobs.stage.StageStatus.Action;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Runs stages in their order. Whoever runs stages holds the work folder's {@link
 * dev.kindling.jobs.storage.WorkLock}; {@link #plan} needs none.
 */
public final class StageRunner {
  private final PipelineConfig config;
  private final Workspace workspace;
  private final SparkProvider spark;
  private final Console console;
  private final StageInspector inspector;
  private final ManifestStore manifests;

  /**
   * A runner over one work folder.
   *
   * @param config of the pipeline
   * @param pipeline all its stages in order
   * @param workspace the work folder
   * @param spark started when a stage asks for it
   * @param console lines about progress
   */
  public StageRunner(
      PipelineConfig config,
      List<Stage> pipeline,
      Workspace workspace,
      SparkProvider spark,
      Console console) {
    this.config = config;
    this.workspace = workspace;
    this.spark = spark;
    this.console = console;
    this.inspector = new StageInspector(config, pipeline, workspace);
    this.manifests = new ManifestStore(workspace);
  }

  /**
   * Tells what {@link #run} would do; changes nothing.
   *
   * @param stages in order
   * @return one status a stage
   * @throws IOException if the work folder cannot be read
   */
  public List<StageStatus> plan(List<Stage> stages) throws IOException {
    List<StageStatus> statuses = new ArrayList<>();
    for (Stage stage : stages) {
      statuses.add(inspector.inspect(stage).status());
    }
    return statuses;
  }

  /**
   * Runs what is not done yet. Refuses before any work where a folder holds the output of another
   * config.
   *
   * @param stages in order
   * @throws KindlingException (bad data) naming the first stage's reason to refuse
   * @throws Exception whatever a stage throws
   */
  public void run(List<Stage> stages) throws Exception {
    Staging.recover(workspace);
    for (StageStatus status : plan(stages)) {
      if (status.action() == Action.OUTDATED || status.action() == Action.REFUSED) {
        throw refused(status);
      }
    }
    for (Stage stage : stages) {
      Finding finding = inspector.inspect(stage);
      switch (finding.status().action()) {
        case DONE -> {
          String note = finding.status().reason();
          console.line("%s: up to date%s", stage.name(), note.isEmpty() ? "" : " (" + note + ")");
        }
        case RUN -> execute(stage, finding);
        case WAIT, OUTDATED, REFUSED -> throw refused(finding.status());
      }
    }
  }

  /**
   * Runs stages even where their output is there already; one that is continued after a crash is
   * not trained anew, and one that is {@linkplain Stage#isKept kept} runs only where its output is
   * out of date.
   *
   * @param stages in order
   * @throws KindlingException (bad data) if an input is missing or does not fit
   * @throws Exception whatever a stage throws
   */
  public void rebuild(List<Stage> stages) throws Exception {
    Staging.recover(workspace);
    for (Stage stage : stages) {
      Finding finding = inspector.inspect(stage);
      Action action = finding.status().action();
      if (action == Action.DONE && !finding.gone().isEmpty()) {
        throw inspector.gone(stage, finding.gone().get(0));
      }
      if (action == Action.DONE && stage.isKept()) {
        console.line("%s: up to date", stage.name());
        continue;
      }
      boolean replaceable = stage.mode() != Stage.Mode.RESUMED && finding.identity() != null;
      if (action == Action.RUN
          || (replaceable && (action == Action.DONE || action == Action.OUTDATED))) {
        execute(stage, finding);
      } else if (action == Action.DONE) {
        console.line("%s: up to date; remove %s to start anew", stage.name(), Outputs.main(stage));
      } else {
        throw refused(finding.status());
      }
    }
  }

  private static KindlingException refused(StageStatus status) {
    return new KindlingException(ExitCode.BAD_DATA, status.reason());
  }

  private void execute(Stage stage, Finding finding) throws Exception {
    console.line("%s: started", stage.name());
    Instant start = Instant.now();
    RunningStage running = new RunningStage(stage, config, workspace, spark, console, finding);
    prepare(stage, running);
    stage.run(running);
    publish(stage, running, start);
    Duration taken = Duration.between(start, Instant.now());
    console.line("%s", ClosingLine.of(stage.name(), taken, running.counts(), running.dropped()));
  }

  private void prepare(Stage stage, RunningStage running) throws IOException {
    if (stage.mode() == Stage.Mode.STAGED) {
      running.staging().discard();
    } else if (stage.mode() == Stage.Mode.RESUMED) {
      Path folder = workspace.path(Outputs.main(stage));
      manifests.write(folder, Outputs.STARTED, manifest(running, List.of()));
      writeConfig(folder);
    }
  }

  private void publish(Stage stage, RunningStage running, Instant start) throws IOException {
    boolean staged = stage.mode() == Stage.Mode.STAGED;
    for (String directory : stage.directories()) {
      Path folder = running.output(directory);
      workspace.fileSystem(folder).mkdirs(folder);
      Collection<String> names = staged ? names(folder) : running.produced();
      List<FileEntry> files =
          FileHashes.entries(workspace, folder, List.copyOf(names), spark.running());
      if (directory.equals(Outputs.main(stage))) {
        writeTiming(stage, folder, start, running.steps());
        if (staged) {
          writeConfig(folder);
        }
      }
      manifests.write(folder, stage.manifestName(), manifest(running, files));
    }
    if (staged) {
      running.staging().commit(stage.directories());
    } else if (stage.mode() == Stage.Mode.RESUMED) {
      workspace.delete(new Path(running.output(Outputs.main(stage)), Outputs.STARTED));
    }
  }

  private List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus file : workspace.files(folder)) {
      names.add(ManifestStore.relative(folder, file.getPath()));
    }
    return names;
  }

  private static Manifest manifest(RunningStage running, List<FileEntry> files) {
    Identity identity = running.identity();
    return new Manifest(
        identity.stage(),
        identity.version(),
        identity.fingerprint(),
        identity.config(),
        identity.seed(),
        identity.inputs(),
        new TreeMap<>(running.counts()),
        new TreeMap<>(running.dropped()),
        files);
  }

  private void writeConfig(Path folder) throws IOException {
    byte[] yaml = ConfigTree.yaml(config).getBytes(StandardCharsets.UTF_8);
    workspace.writeAtomically(new Path(folder, "config.yaml"), yaml);
  }

  /** Times stand apart from the manifest, which is the same however long the work took. */
  private void writeTiming(Stage stage, Path folder, Instant start, StepTimes steps)
      throws IOException {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    Map<String, Object> timing = new LinkedHashMap<>();
    timing.put("seconds", seconds);
    if (!steps.seconds().isEmpty()) {
      timing.put("steps", steps.seconds());
    }
    String name = stage.manifestName().replace("manifest", "timing");
    workspace.writeAtomically(new Path(folder, name), Json.write(timing));
  }
}

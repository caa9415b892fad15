package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.vocab.WorkTokenizer;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.state.RunState;
import dev.kindling.train.tensorboard.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Opens what a run reads, and checks that it belongs together. */
public final class RunInputs {
  private RunInputs() {}

  /**
   * The plan of a run, from the work folder as it is now.
   *
   * @param run key below {@code runs:} in the config
   * @throws KindlingException when examples are missing or were made with another tokenizer
   */
  public static RunPlan plan(PipelineConfig config, String run, Workspace workspace)
      throws IOException {
    RunConfig settings = config.runs().get(run);
    Tokenizer tokenizer = WorkTokenizer.read(workspace);
    Map<String, ShardCatalog> shards = new HashMap<>();
    for (String examples : settings.exampleSets()) {
      ShardCatalog catalog = shards(examples, "train", workspace);
      requireSameTokenizer(examples, catalog, tokenizer);
      catalog.requireWorkFor(settings.training().workers());
      shards.put(examples, catalog);
    }
    return RunPlan.of(run, config.seed(), settings, shards, tokenizer.vocabulary());
  }

  /**
   * The shards of one part of an example set.
   *
   * @param part {@code train} or {@code heldout}
   */
  public static ShardCatalog shards(String examples, String part, Workspace workspace)
      throws IOException {
    return ShardCatalog.scan(
        workspace.path(Layout.examples(examples).directory() + "/" + part), workspace);
  }

  /**
   * The checkpoints of a run.
   *
   * @param fingerprint of the run's stage
   */
  public static CheckpointStore checkpoints(String run, String fingerprint, Workspace workspace)
      throws IOException {
    return new CheckpointStore(
        workspace, workspace.path(Layout.pretrain(run).directory() + "/checkpoints"), fingerprint);
  }

  /** The metrics of a run; need not exist yet, to be closed by the caller. */
  public static MetricsLog metrics(String run, Workspace workspace) throws IOException {
    return new MetricsLog(
        workspace, workspace.path(Layout.pretrain(run).directory() + "/metrics.jsonl"));
  }

  /** TensorBoard's events of a run; to be closed by the caller. */
  public static EventLog events(String run, Workspace workspace) throws IOException {
    Path folder = workspace.path(Layout.pretrain(run).directory());
    return new EventLog(workspace, folder, Clock.systemUTC());
  }

  /**
   * The state of a finished run: that of its last checkpoint, with the mean of the parameters that
   * {@code checkpoint-averaging} names.
   *
   * @param plan of the run
   * @param fingerprint of the run's stage
   * @throws KindlingException when a checkpoint that it takes is missing or does not verify
   */
  public static RunState finalState(RunPlan plan, String fingerprint, Workspace workspace)
      throws IOException {
    return checkpoints(plan.name(), fingerprint, workspace)
        .average(plan.training().checkpointAveraging().count())
        .orElseThrow(
            () ->
                new KindlingException(
                    ExitCode.CORRUPT_CHECKPOINT,
                    "runs/%s holds no checkpoint. Run `kindling pretrain` again."
                        .formatted(plan.name())));
  }

  private static void requireSameTokenizer(
      String examples, ShardCatalog shards, Tokenizer tokenizer) {
    String now = tokenizer.fingerprint();
    if (!shards.tokenizerFingerprint().equals(now)) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The tokenizer has changed: examples/%s was built with fingerprint %s… (%,d pieces), vocab/ now holds %s… (%,d pieces, %s). Run `kindling examples` again, or point workdir elsewhere."
              .formatted(
                  examples,
                  shards.tokenizerFingerprint().substring(0, 8),
                  shards.vocabularySize(),
                  now.substring(0, 8),
                  tokenizer.vocabulary().size(),
                  tokenizer.options().lowercase() ? "uncased" : "cased"));
    }
  }
}

package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.io.InputStream;
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
   * @throws KindlingException when examples are missing or were made with another vocabulary
   */
  public static RunPlan plan(PipelineConfig config, String run, Workspace workspace)
      throws IOException {
    RunConfig settings = config.runs().get(run);
    Vocabulary vocabulary = vocabulary(workspace);
    Map<String, ShardCatalog> shards = new HashMap<>();
    for (String examples : settings.exampleSets()) {
      ShardCatalog catalog = shards(examples, "train", workspace);
      requireSameVocabulary(examples, catalog, vocabulary);
      catalog.requireWorkFor(settings.training().workers());
      shards.put(examples, catalog);
    }
    return RunPlan.of(run, config.seed(), settings, shards, vocabulary);
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
   * The vocabulary of the work folder.
   *
   * @throws KindlingException when it is missing or damaged
   */
  public static Vocabulary vocabulary(Workspace workspace) throws IOException {
    Path file = workspace.path(Layout.VOCABULARY.directory() + "/vocab.txt");
    if (!workspace.exists(file)) {
      throw new KindlingException(
          ExitCode.BAD_DATA, file + " is missing. Run `kindling vocab` first.");
    }
    try (InputStream in = workspace.open(file)) {
      return Vocabulary.read(in, file.toString());
    } catch (IllegalArgumentException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The vocabulary is damaged: "
              + e.getMessage()
              + ". Run `kindling vocab` again, or put back the file that its manifest names.",
          e);
    }
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

  /**
   * The state of a finished run, from its newest checkpoint.
   *
   * @param fingerprint of the run's stage
   * @throws KindlingException when there is none, or none verifies
   */
  public static RunState finalState(String run, String fingerprint, Workspace workspace)
      throws IOException {
    return checkpoints(run, fingerprint, workspace)
        .newest()
        .orElseThrow(
            () ->
                new KindlingException(
                    ExitCode.CORRUPT_CHECKPOINT,
                    "runs/%s holds no checkpoint. Run `kindling pretrain` again.".formatted(run)))
        .state();
  }

  private static void requireSameVocabulary(
      String examples, ShardCatalog shards, Vocabulary vocabulary) {
    if (!shards.vocabularySha256().equals(vocabulary.sha256())) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The vocabulary has changed: examples/%s was built with vocab sha256 %s… (%,d pieces), vocab/ now holds %s… (%,d pieces). Run `kindling examples` again, or point workdir elsewhere."
              .formatted(
                  examples,
                  shards.vocabularySha256().substring(0, 8),
                  shards.vocabularySize(),
                  vocabulary.sha256().substring(0, 8),
                  vocabulary.size()));
    }
  }
}

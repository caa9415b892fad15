package dev.kindling.train;

import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans of runs as a user would write them, over shards of {@link TestShards}. */
public final class TestPlans {
  /** The pipeline's seed. */
  public static final long SEED = 42;

  private static final String PIPELINE =
      """
      corpus: {inputs: {none: {path: none}}}
      examples:
        bert: {kind: masked-language-model, sequence-length: 16, shards: 12}
        bert-long: {kind: masked-language-model, sequence-length: 32, shards: 12}
        gpt: {kind: next-word, sequence-length: 16, shards: 12}
      runs:
        test:
      """;

  private TestPlans() {}

  /**
   * The plan of one run.
   *
   * @param workspace holds the shards, one folder for each example set
   * @param run YAML of the run's section
   */
  public static RunPlan of(Workspace workspace, String run) throws IOException {
    String text = PIPELINE + run.indent(4);
    RunConfig config = ConfigLoader.parse(text, "test", List.of()).runs().get("test");
    Map<String, ShardCatalog> shards = new HashMap<>();
    for (String examples : config.exampleSets()) {
      shards.put(examples, ShardCatalog.scan(workspace.path(examples), workspace));
    }
    return RunPlan.of("test", SEED, config, shards, TestShards.vocabulary());
  }
}

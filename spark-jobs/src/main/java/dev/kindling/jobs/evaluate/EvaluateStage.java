package dev.kindling.jobs.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.DeviceChoice;
import dev.kindling.train.RunInputs;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A trained model to its held-out figures: {@code evaluation.json}, and the same object as the one
 * evaluation line of {@code metrics.jsonl}. A run with phases is judged by the held-out examples of
 * the last one. Without held-out examples there are no figures, and the pipeline goes on.
 */
public final class EvaluateStage implements Stage {
  private static final String FILE = "evaluation.json";

  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public EvaluateStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return Layout.evaluate(run).stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.evaluate(run).directory());
  }

  @Override
  public Mode mode() {
    return Mode.REFRESHED;
  }

  @Override
  public String manifestName() {
    return "evaluation.manifest.json";
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    List<Input> inputs = new ArrayList<>(List.of(Layout.pretrain(run)));
    config.runs().get(run).exampleSets().forEach(name -> inputs.add(Layout.examples(name)));
    return inputs;
  }

  @Override
  public void run(StageContext context) throws IOException {
    Workspace workspace = context.workspace();
    String examples = context.config().runs().get(run).lastExamples();
    RunPlan plan = RunInputs.plan(context.config(), run, workspace);
    RunState state =
        RunInputs.finalState(
            plan, context.upstream(Layout.pretrain(run).directory()).fingerprint(), workspace);
    ShardCatalog heldOut = RunInputs.shards(examples, "heldout", workspace);
    if (heldOut.records() == 0) {
      context
          .console()
          .line(
              "  skipped: no held-out examples (corpus.held-out-fraction = %s). Raise it, or add text, for held-out figures.",
              context.config().corpus().heldOutFraction());
      return;
    }
    long bytes =
        context
            .upstream(Layout.examples(examples).directory())
            .counts()
            .getOrDefault(CorpusCounts.HELD_OUT_BYTES, 0L);
    JavaSparkContext spark = context.spark();
    Evaluation evaluation =
        new HeldOutEvaluation(spark, workspace)
            .evaluate(
                DeviceChoice.settle(plan, spark.getConf(), context.console()),
                state,
                context.config().seed(),
                heldOut,
                bytes);

    ObjectNode json = evaluation.toJson();
    workspace.writeAtomically(
        workspace.path(Layout.evaluate(run).directory() + "/" + FILE),
        json.toPrettyString().getBytes(UTF_8));
    RunInputs.metrics(run, workspace).replace(json);
    context.produced(FILE);
    context.count("examples", heldOut.records());
    context.count("predictions", evaluation.losses().labelCount());
    context.console().line("  %s", evaluation.summary());
  }
}

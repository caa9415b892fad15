package dev.kindling.train;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.monitor.RunGauges;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.ConsoleProgress;
import dev.kindling.train.progress.LearningWatch;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.UnigramLoss;
import dev.kindling.train.report.LiveReport;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.Rounds;
import dev.kindling.train.tensorboard.EventLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Example shards to a trained model. */
public final class PretrainStage implements Stage {
  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public PretrainStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return Layout.pretrain(run).stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.pretrain(run).directory());
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return config.runs().get(run).exampleSets().stream().<Input>map(Layout::examples).toList();
  }

  @Override
  public int version() {
    return 2; // the engine's products and sums run in another order than in version 1
  }

  @Override
  public Mode mode() {
    return Mode.RESUMED;
  }

  @Override
  public void run(StageContext context) throws IOException {
    Workspace workspace = context.workspace();
    JavaSparkContext spark = context.spark();
    RunPlan plan =
        DeviceChoice.settle(
            RunInputs.plan(context.config(), run, workspace), spark.getConf(), context.console());
    CheckpointStore checkpoints = RunInputs.checkpoints(run, context.fingerprint(), workspace);
    int taskCores = spark.getConf().getInt("spark.task.cpus", 1);
    RunState last;
    try (MetricsLog metrics = RunInputs.metrics(run, workspace);
        EventLog events = RunInputs.events(run, workspace);
        Rounds rounds = RoundsChoice.open(spark, plan, workspace, checkpoints, context.console())) {
      last =
          new PretrainJob(
                  plan,
                  rounds,
                  checkpoints,
                  spark.defaultParallelism() / taskCores,
                  List.of(watch(context, plan, metrics, events)))
              .run();
    }
    count(context, plan, last);
  }

  /** All who are told of a round. */
  private RoundListener watch(
      StageContext context, RunPlan plan, MetricsLog metrics, EventLog events) throws IOException {
    Workspace workspace = context.workspace();
    return new LearningWatch(
        UnigramLoss.of(plan, workspace),
        metrics,
        List.of(
            new ConsoleProgress(context.console(), plan, System::nanoTime),
            events,
            new RunGauges(),
            new LiveReport(
                workspace,
                context.config(),
                run,
                plan.training().steps(),
                context.console(),
                System::nanoTime)));
  }

  private void count(StageContext context, RunPlan plan, RunState last) throws IOException {
    context.count("parameters", plan.parameterCount());
    context.count("rounds", last.round());
    context.count("steps", last.step());
    context.count("tokens", last.tokens());
    String checkpoint = "checkpoints/" + CheckpointStore.name(last.round());
    Path folder = context.workspace().path(Layout.pretrain(run).directory() + "/" + checkpoint);
    for (FileStatus file : context.workspace().files(folder)) {
      context.produced(checkpoint + "/" + file.getPath().getName());
    }
  }
}

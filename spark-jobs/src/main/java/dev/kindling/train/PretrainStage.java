package dev.kindling.train;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

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
    return "pretrain " + run;
  }

  @Override
  public List<String> directories() {
    return List.of("runs/" + run);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(
        new Input.Upstream(
            "examples " + config.runs().get(run).examples(),
            "examples/" + config.runs().get(run).examples()));
  }

  @Override
  public Mode mode() {
    return Mode.RESUMED;
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

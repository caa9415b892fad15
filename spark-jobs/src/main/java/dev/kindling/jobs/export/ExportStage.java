package dev.kindling.jobs.export;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

/** A trained model to a folder in the Hugging Face layout. */
public final class ExportStage implements Stage {
  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public ExportStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return "export " + run;
  }

  @Override
  public List<String> directories() {
    return List.of("export/" + run);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(new Input.Upstream("pretrain " + run, "runs/" + run));
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

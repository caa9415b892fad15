package dev.kindling.train.report;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

/** A run to its report page. */
public final class ReportStage implements Stage {
  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public ReportStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return "report " + run;
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
    return List.of(new Input.Upstream("pretrain " + run, "runs/" + run));
  }

  @Override
  public Mode mode() {
    return Mode.REFRESHED;
  }

  @Override
  public String manifestName() {
    return "report.manifest.json";
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

package dev.kindling.jobs.examples;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

/** Documents to example shards. */
public final class ExamplesStage implements Stage {
  private final String name;

  /**
   * The stage of one entry.
   *
   * @param name key below {@code examples:} in the config
   */
  public ExamplesStage(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return "examples " + name;
  }

  @Override
  public List<String> directories() {
    return List.of("examples/" + name);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("examples." + name, config.examples().get(name));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(new Input.Upstream("corpus", "documents"), new Input.Upstream("vocab", "vocab"));
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

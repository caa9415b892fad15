package dev.kindling.jobs.vocab;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

/** Documents to the vocabulary. */
public final class VocabularyStage implements Stage {

  @Override
  public String name() {
    return "vocab";
  }

  @Override
  public List<String> directories() {
    return List.of("vocab");
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("vocab", config.vocab());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(new Input.Upstream("corpus", "documents"));
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

package dev.kindling.jobs.corpus;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.util.List;
import java.util.Map;

/** Raw text to documents. */
public final class CorpusStage implements Stage {

  @Override
  public String name() {
    return "corpus";
  }

  @Override
  public List<String> directories() {
    return List.of("documents", "dropped");
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("corpus", config.corpus());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return config.corpus().inputs().entrySet().stream()
        .<Input>map(e -> new Input.Raw(e.getKey(), e.getValue().path()))
        .toList();
  }

  @Override
  public void run(StageContext context) {
    throw new IllegalStateException("not built yet");
  }
}

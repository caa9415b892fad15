package dev.kindling.jobs.config;

import java.nio.file.Path;
import java.util.List;

/** Reads a pipeline file with overrides into a checked {@link PipelineConfig}. */
@SuppressWarnings("DoNotCallSuggester")
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads a file.
   *
   * @param file YAML
   * @param overrides {@code a.b=value} each, as given with {@code --set}
   * @return the resolved config
   * @throws dev.kindling.jobs.KindlingException (usage) naming every problem at once
   */
  public static PipelineConfig load(Path file, List<String> overrides) {
    throw new IllegalStateException("not built yet");
  }

  /**
   * Reads text.
   *
   * @param text YAML
   * @param origin shown in messages, such as a file name
   * @param overrides {@code a.b=value} each
   * @return the resolved config
   * @throws dev.kindling.jobs.KindlingException (usage) naming every problem at once
   */
  public static PipelineConfig parse(String text, String origin, List<String> overrides) {
    throw new IllegalStateException("not built yet");
  }
}

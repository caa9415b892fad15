package dev.kindling.jobs.config;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a pipeline file with overrides into a checked {@link PipelineConfig}. */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads a file.
   *
   * @param file YAML
   * @param overrides {@code a.b=value} each, as given with {@code --set}
   * @return the resolved config
   * @throws KindlingException (usage) naming every problem at once
   */
  public static PipelineConfig load(Path file, List<String> overrides) {
    try {
      return parse(Files.readString(file), file.getFileName().toString(), overrides);
    } catch (NoSuchFileException e) {
      throw new KindlingException(
          ExitCode.USAGE, "There is no config file " + file + ". Name one with --config FILE.", e);
    } catch (IOException e) {
      throw new KindlingException(
          ExitCode.USAGE,
          "The config file " + file + " cannot be read as UTF-8 text: " + e + ".",
          e);
    }
  }

  /**
   * Reads text.
   *
   * @param text YAML
   * @param origin shown in messages, such as a file name
   * @param overrides {@code a.b=value} each
   * @return the resolved config
   * @throws KindlingException (usage) naming every problem at once
   */
  public static PipelineConfig parse(String text, String origin, List<String> overrides) {
    RecordBinder binder = new RecordBinder();
    try {
      Node root = YamlTree.parse(text, origin).orElseGet(YamlTree::emptyMapping);
      if (root instanceof MappingNode mapping) {
        overrides.forEach(override -> apply(mapping, override));
      }
      Optional<Object> config = binder.bind(PipelineConfig.class, root, "");
      if (config.isPresent()) {
        return (PipelineConfig) config.get();
      }
    } catch (InvalidConfigException e) {
      throw invalid(e.problems(), origin);
    }
    throw invalid(binder.problems(), origin);
  }

  private static void apply(MappingNode root, String override) {
    int equals = override.indexOf('=');
    List<String> keys =
        equals < 0 ? List.of() : List.of(override.substring(0, equals).split("\\.", -1));
    if (keys.isEmpty() || keys.contains("")) {
      throw new InvalidConfigException(
          List.of(
              new ConfigProblem(
                  "--set " + override,
                  ": must look like section.key=value, such as vocab.size=8192",
                  0)));
    }
    Optional<Node> value = YamlTree.parse(override.substring(equals + 1), YamlTree.OVERRIDE);
    if (value.isEmpty()) {
      value = YamlTree.parse("null", YamlTree.OVERRIDE);
    }
    YamlTree.override(root, keys, value.orElseThrow());
  }

  private static KindlingException invalid(List<ConfigProblem> problems, String origin) {
    List<ConfigProblem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparingInt(p -> p.line() > 0 ? p.line() : Integer.MAX_VALUE));
    String lines = sorted.stream().map(p -> "\n  " + p).collect(Collectors.joining());
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return new KindlingException(ExitCode.USAGE, count + " in " + origin + lines);
  }
}

package dev.kindling.jobs.corpus;

import dev.kindling.corpus.filter.RuleResources;
import dev.kindling.corpus.filter.Rules;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the files that rules name, read once on the driver and sent along with the tasks.
 *
 * @param byPath path as written in the configuration to the file's lines
 */
record RuleFiles(Map<String, List<String>> byPath) implements RuleResources, Serializable {

  /**
   * Reads every file that the rules name.
   *
   * @param rules resolved
   * @param workspace resolves relative paths
   * @throws KindlingException naming the file that cannot be read
   */
  static RuleFiles read(Map<String, Map<String, Object>> rules, Workspace workspace) {
    Map<String, List<String>> byPath = new HashMap<>();
    for (String path : Rules.files(rules)) {
      try {
        String text = new String(workspace.read(workspace.path(path)), StandardCharsets.UTF_8);
        byPath.put(path, List.copyOf(text.lines().toList()));
      } catch (IOException e) {
        throw new KindlingException(
            ExitCode.BAD_DATA,
            "corpus.rules: cannot read %s: %s. Correct the path, or leave the file out of its rule."
                .formatted(path, e.getMessage()),
            e);
      }
    }
    return new RuleFiles(byPath);
  }

  @Override
  public List<String> lines(String path) {
    return byPath.get(path);
  }
}

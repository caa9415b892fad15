package dev.kindling.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.config.ConfigTree;
import dev.kindling.jobs.stage.Manifest.InputIdentity;
import dev.kindling.jobs.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that decides what a stage's output is.
 *
 * @param stage command of the stage
 * @param version of the stage
 * @param config its resolved sections, operational keys left out
 * @param seed of the pipeline
 * @param inputs what it reads
 */
record Identity(String stage, int version, JsonNode config, long seed, List<InputIdentity> inputs) {
  static Identity of(Manifest manifest) {
    return new Identity(
        manifest.stage(),
        manifest.version(),
        manifest.config(),
        manifest.seed(),
        manifest.inputs());
  }

  /** SHA-256 over the canonical JSON of the parts: 64 hex digits. */
  String fingerprint() {
    Map<String, Object> parts =
        Map.of(
            "stage", stage,
            "version", version,
            "config", Json.tree(config),
            "seed", seed,
            "inputs", Json.tree(Json.node(inputs)));
    return Sha256.of(ConfigTree.json(parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The first thing in which this identity differs from that of an existing output.
   *
   * @param built identity of what is there
   * @return such as "was built with vocab.size = 8192, the config now says 300"
   */
  Optional<String> difference(Identity built) {
    if (!stage.equals(built.stage)) {
      return Optional.of("holds the output of `kindling " + built.stage + "`");
    }
    if (version != built.version) {
      return Optional.of(
          "was built by version " + built.version + " of this stage, this is version " + version);
    }
    if (seed != built.seed) {
      return Optional.of("was built with seed = " + built.seed + ", the config now says " + seed);
    }
    return configDifference(built).or(() -> inputDifference(built));
  }

  private Optional<String> configDifference(Identity built) {
    Map<String, String> now = new TreeMap<>();
    Map<String, String> then = new TreeMap<>();
    flatten("", config, now);
    flatten("", built.config, then);
    TreeMap<String, String> all = new TreeMap<>(now);
    all.putAll(then);
    return all.keySet().stream()
        .filter(key -> !now.getOrDefault(key, "").equals(then.getOrDefault(key, "")))
        .findFirst()
        .map(
            key ->
                "was built with %s = %s, the config now says %s"
                    .formatted(
                        key, then.getOrDefault(key, "nothing"), now.getOrDefault(key, "nothing")));
  }

  private Optional<String> inputDifference(Identity built) {
    for (InputIdentity now : inputs) {
      Optional<InputIdentity> then =
          built.inputs.stream().filter(i -> i.path().equals(now.path())).findFirst();
      if (then.isEmpty()) {
        return Optional.of("was built without the input " + now.path());
      }
      if (!then.get().equals(now)) {
        return Optional.of(
            "was built from another %s (%s, now %s)"
                .formatted(now.path(), then.get().shown(), now.shown()));
      }
    }
    return inputs.size() == built.inputs.size()
        ? Optional.empty()
        : Optional.of("was built from more inputs");
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isValueNode() || node.isEmpty()) {
      into.put(path, node.isValueNode() ? node.asText() : node.toString());
      return;
    }
    node.fields()
        .forEachRemaining(
            field ->
                flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    into));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      flatten(path + "." + (i + 1), node.get(i), into); // numbered as in the config's own messages
    }
  }
}

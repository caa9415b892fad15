package dev.kindling.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.stage.Input.Upstream;
import dev.kindling.jobs.stage.Json;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Manifest;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Gathers what a report shows from the files of a work folder. What is not there stays empty. */
final class RunDataReader {
  private final Workspace files;
  private final String run;
  private final RunConfig config;

  RunDataReader(Workspace files, PipelineConfig config, String run) {
    this.files = files;
    this.run = run;
    this.config = config.runs().get(run);
  }

  /**
   * Reads everything but the samples.
   *
   * @param samples shown as they are
   * @param live null unless the run is being trained
   * @throws IOException if a file is there but cannot be read
   */
  RunData read(List<RunData.Sample> samples, RunData.Live live) throws IOException {
    Metrics metrics = Metrics.parse(text(directory() + "/metrics.jsonl"));
    JsonNode evaluated = json(directory() + "/evaluation.json");
    return new RunData(
        run,
        config.model().architecture() == Architecture.BERT,
        metrics,
        evaluated.isMissingNode() ? metrics.evaluation().orElse(evaluated) : evaluated,
        funnel(json(manifest(Layout.CORPUS))),
        samples,
        seconds(),
        settings(),
        provenance(),
        live);
  }

  private static RunData.Funnel funnel(JsonNode manifest) {
    Map<String, Long> dropped = new TreeMap<>();
    manifest
        .path("dropped")
        .properties()
        .forEach(reason -> dropped.put(reason.getKey(), reason.getValue().asLong()));
    JsonNode counts = manifest.path("counts");
    long kept = counts.path(CorpusCounts.DOCUMENTS).asLong();
    long read = kept + dropped.values().stream().mapToLong(Long::longValue).sum();
    return new RunData.Funnel(
        read, dropped, kept, counts.path(CorpusCounts.HELD_OUT_DOCUMENTS).asLong());
  }

  private Map<String, Double> seconds() throws IOException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Map.Entry<String, String> stage : stages().entrySet()) {
      double taken = Metrics.value(json(timing(stage.getValue())), "seconds");
      if (Double.isFinite(taken)) {
        seconds.put(stage.getKey(), taken);
      }
    }
    return seconds;
  }

  private Map<String, String> provenance() throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Map.Entry<String, String> stage : stages().entrySet()) {
      String hash = json(stage.getValue()).path("fingerprint").asText("");
      if (!hash.isEmpty()) {
        hashes.put(stage.getKey(), hash);
      }
    }
    return hashes;
  }

  /** The stages that lead to the run, and their manifests, in the order of the pipeline. */
  private Map<String, String> stages() {
    Map<String, String> manifests = new LinkedHashMap<>();
    List<Upstream> stages =
        new ArrayList<>(List.of(Layout.RECORDS, Layout.CORPUS, Layout.VOCABULARY));
    config.exampleSets().forEach(examples -> stages.add(Layout.examples(examples)));
    stages.add(Layout.pretrain(run));
    stages.forEach(stage -> manifests.put(stage.stage(), manifest(stage)));
    Upstream evaluate = Layout.evaluate(run);
    manifests.put(evaluate.stage(), evaluate.directory() + "/evaluation.manifest.json");
    manifests.put(Layout.export(run).stage(), manifest(Layout.export(run)));
    return manifests;
  }

  private static String manifest(Upstream stage) {
    return stage.directory() + "/" + Manifest.FILE_NAME;
  }

  /** The stage runner writes a stage's timing beside its manifest. */
  private static String timing(String manifest) {
    return manifest.substring(0, manifest.length() - "manifest.json".length()) + "timing.json";
  }

  private String directory() {
    return Layout.pretrain(run).directory();
  }

  private String settings() throws IOException {
    return text(directory() + "/config.yaml");
  }

  private JsonNode json(String name) throws IOException {
    String text = text(name);
    return text.isEmpty() ? MissingNode.getInstance() : Json.parse(text);
  }

  /** The file's text; empty if there is no such file. */
  private String text(String name) throws IOException {
    Path path = files.path(name);
    return files.exists(path) ? new String(files.read(path), UTF_8) : "";
  }
}

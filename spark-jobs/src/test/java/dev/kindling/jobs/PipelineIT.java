package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.model.Precision;
import dev.kindling.train.TestRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path from raw text to model folders through the launcher, in real processes.
 *
 * <p>The methods run in order and share the first pipeline's work folder as the reference: every
 * other way of running must end in the same bytes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PipelineIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private Path config;
  private Launcher launcher;
  private Map<String, String> reference;

  @BeforeAll
  void writeCorpusAndConfig() throws IOException {
    Path repository = Path.of("").toAbsolutePath().getParent();
    launcher = new Launcher(repository, folder.resolve("output.txt"));
    new GeneratedCorpus(7).write(folder.resolve("raw"), 40);
    config = folder.resolve("pipeline.yaml");
    try (var resource = PipelineIT.class.getResourceAsStream("/pipeline-it.yaml")) {
      String yaml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      String precision = TestRuns.supports(Precision.BFLOAT16) ? "bfloat16" : "float32";
      Files.writeString(
          config,
          yaml.replace("RAW", folder.resolve("raw").toString())
              .replace("precision: float32", "precision: " + precision));
    }
  }

  @Test
  @Order(1)
  void shouldTrainBothModelsOnTheEmbeddedSpark() throws Exception {
    Launcher.Result result = kindling("reference", "local[2]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    reference = modelHashes(folder.resolve("reference"));
    assertThat(reference).containsOnlyKeys("bert", "gpt");
    for (String run : List.of("bert", "gpt")) {
      JsonNode evaluation =
          JSON.readTree(folder.resolve("reference/runs/" + run + "/evaluation.json").toFile());
      double loss = evaluation.get(run.equals("bert") ? "mlm_loss" : "loss").asDouble();
      assertThat(loss).isPositive().isLessThan(evaluation.get("unigram_loss").asDouble());
      assertThat(folder.resolve("reference/runs/" + run + "/report.html")).isNotEmptyFile();
    }
    assertThat(folder.resolve("reference/runs/bert/metrics.jsonl"))
        .content()
        .contains("\"phase\":1,", "\"phase\":2,");
  }

  @Test
  @Order(2)
  void shouldSkipEveryStageWhenNothingChanged() throws Exception {
    Launcher.Result result = kindling("reference", "local[2]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(modelHashes(folder.resolve("reference"))).isEqualTo(reference);
  }

  @Test
  @Order(3)
  void shouldRefuseTheWorkFolderOfAnotherConfig() throws Exception {
    Launcher.Result result = kindling("reference", "local[2]", "--set", "vocab.size=300");

    assertThat(result.exitCode()).as(result.output()).isEqualTo(3);
    assertThat(result.output()).contains("vocab").doesNotContain("\tat ");
    assertThat(modelHashes(folder.resolve("reference"))).isEqualTo(reference);
  }

  @Test
  @Order(4)
  void shouldGiveTheSameModelsOnOneCoreWithOtherPartitions() throws Exception {
    Launcher.Result result =
        kindling(
            "one-core",
            "local[1]",
            "--set",
            "corpus.partitions=5",
            "--set",
            "examples.bert64.partitions=1",
            "--set",
            "examples.gpt.partitions=7");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(modelHashes(folder.resolve("one-core"))).isEqualTo(reference);
    assertThat(hashes(folder.resolve("one-core"), "vocab", "examples"))
        .isEqualTo(hashes(folder.resolve("reference"), "vocab", "examples"));
  }

  @Test
  @Order(5)
  void shouldGiveTheSameModelsOnTwoExecutorProcesses() throws Exception {
    Launcher.Result result = kindling("executors", "local-cluster[2,1,2048]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(modelHashes(folder.resolve("executors"))).isEqualTo(reference);
  }

  @Test
  @Order(6)
  void shouldContinueInAnotherFolderAfterTheDriverIsKilledInMidTraining() throws Exception {
    Path killed = folder.resolve("killed");
    Process process = start("killed", "local[2]");
    awaitCheckpoint(process, killed.resolve("runs/bert/checkpoints"));
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(killed.resolve("export/bert")).as("killed before the run was over").doesNotExist();
    Path moved = Files.move(killed, folder.resolve("moved"));

    Launcher.Result result = kindling("moved", "local[2]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("goes on from round");
    assertThat(modelHashes(moved)).isEqualTo(reference);
  }

  @Test
  @Order(7)
  void shouldGiveTheSameModelsWhenAnExecutorIsKilledInMidTraining() throws Exception {
    Process process = start("lost", "local-cluster[2,1,2048]");
    awaitCheckpoint(process, folder.resolve("lost/runs/bert/checkpoints"));
    Launcher.killExecutor(process);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(launcher.output()).isZero();
    assertThat(launcher.output()).contains("Lost executor");
    assertThat(modelHashes(folder.resolve("lost"))).isEqualTo(reference);
  }

  @Test
  @Order(8)
  void shouldFillMasksAndGenerateFromTheExportedFolders() throws Exception {
    Path export = folder.resolve("reference/export");

    Launcher.Result filled =
        launcher.run(
            "fill-mask",
            "--model",
            export.resolve("bert").toString(),
            "the server [MASK] the request");
    Launcher.Result generated =
        launcher.run(
            "generate",
            "--model",
            export.resolve("gpt").toString(),
            "--prompt",
            "the server",
            "--tokens",
            "10");

    assertThat(filled.exitCode()).as(filled.output()).isZero();
    assertThat(filled.output()).contains("%");
    assertThat(generated.exitCode()).as(generated.output()).isZero();
    assertThat(generated.output()).contains("the server");
  }

  private Launcher.Result kindling(String workdir, String master, String... more) throws Exception {
    return launcher.run(arguments(workdir, master, more));
  }

  private Process start(String workdir, String master) throws IOException {
    return launcher.start(arguments(workdir, master));
  }

  private String[] arguments(String workdir, String master, String... more) {
    Stream<String> fixed =
        Stream.of(
            "run",
            "--config",
            config.toString(),
            "--set",
            "workdir=" + folder.resolve(workdir),
            "--master",
            master);
    return Stream.concat(fixed, Stream.of(more)).toArray(String[]::new);
  }

  private void awaitCheckpoint(Process process, Path checkpoints) throws Exception {
    while (!anyManifest(checkpoints)) {
      assertThat(process.isAlive())
          .as("ended before its first checkpoint: " + launcher.output())
          .isTrue();
      Thread.sleep(20); // another process: its files are all that it tells
    }
  }

  private static boolean anyManifest(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> folders = Files.list(checkpoints)) {
      return folders.anyMatch(each -> Files.exists(each.resolve("manifest.json")));
    }
  }

  private static Map<String, String> modelHashes(Path workdir) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String run : List.of("bert", "gpt")) {
      hashes.put(run, sha256(workdir.resolve("export/" + run + "/model.safetensors")));
    }
    return hashes;
  }

  private static Map<String, String> hashes(Path workdir, String... folders) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String each : folders) {
      try (Stream<Path> files = Files.walk(workdir.resolve(each))) {
        for (Path file : files.filter(PipelineIT::isData).toList()) {
          hashes.put(workdir.relativize(file).toString(), sha256(file));
        }
      }
    }
    return hashes;
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".bin") || name.equals("vocab.txt") || name.equals("tokenizer.json");
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}

package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees of bad data and damaged files, through the launcher. The methods run in order:
 * the first builds the work folder that the others damage.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BadInputIT {
  @TempDir static Path folder;
  private Path work;
  private Launcher launcher;

  @BeforeAll
  void writeCorpusAndConfig() throws IOException {
    work = folder.resolve("work");
    launcher = new Launcher(Path.of("").toAbsolutePath().getParent(), folder.resolve("output.txt"));
    new GeneratedCorpus(7).write(folder.resolve("raw"), 12);
    try (var resource = BadInputIT.class.getResourceAsStream("/pipeline-it.yaml")) {
      String yaml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          folder.resolve("pipeline.yaml"),
          yaml.replace("RAW", folder.resolve("raw").toString())
              .replace("workdir: work", "workdir: " + work)
              .replaceAll(" steps: \\d+", " steps: 12")
              .replace("every-rounds: 3", "every-rounds: 1")
              .replace("held-out-fraction: 0.1", "held-out-fraction: 0"));
    }
  }

  @Test
  @Order(1)
  void shouldRunThePipelineWithoutHeldOutText() throws Exception {
    Launcher.Result result = kindling("run");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("skipped: no held-out examples (corpus.held-out-fraction = 0.0)");
    assertThat(work.resolve("export/gpt/model.safetensors")).exists();
    assertThat(work.resolve("runs/gpt/evaluation.json")).doesNotExist();
  }

  @Test
  @Order(2)
  void shouldNameBinaryFilesOfTheCorpus() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(3).nextBytes(noise);
    Files.createDirectories(folder.resolve("binary"));
    Files.write(folder.resolve("binary/noise.txt"), noise);

    assertRefused(
        kindling(
            "corpus",
            "--set",
            "workdir=" + folder.resolve("other"),
            "--set",
            "corpus.inputs.generated.path=" + folder.resolve("binary")),
        3,
        "1 of 1 records are damaged",
        "generated/noise.txt at byte 0: binary",
        "raise corpus.max-bad-fraction");
  }

  @Test
  @Order(3)
  void shouldRefuseARunWhoseCheckpointsAreAllDamaged() throws Exception {
    try (Stream<Path> files = Files.walk(work.resolve("runs/bert/checkpoints"))) {
      for (Path file : files.filter(f -> f.endsWith("parameters-0000000000.bin")).toList()) {
        flip(file, (int) Files.size(file) / 2);
      }
    }

    assertRefused(
        kindling("export", "bert"),
        4,
        "No checkpoint in ",
        "parameters-0000000000.bin is damaged: sha256");
  }

  @Test
  @Order(4)
  void shouldNameAnExampleThatWasDamagedUnderTraining() throws Exception {
    remove(work.resolve("runs/bert"));
    for (int shard = 0; shard < 4; shard++) {
      Path file = work.resolve("examples/bert32/train/shard-0000" + shard + ".bin");
      for (int at = 500; at < Files.size(file); at += 100) {
        flip(file, at);
      }
    }

    assertRefused(
        kindling("pretrain", "bert"),
        3,
        "An example cannot be read: ",
        "its checksum does not match",
        "run `kindling examples` again");
  }

  @Test
  @Order(5)
  void shouldExplainARunThatDiverges() throws Exception {
    remove(work.resolve("runs/gpt"));

    assertRefused(
        kindling("pretrain", "gpt", "--set", "runs.gpt.training.learning-rate=1.0e+30"),
        3,
        "Run gpt diverged at step 2 (worker ",
        "Lower runs.gpt.training.learning-rate = 1.0E30");
  }

  /** One message of Kindling's own, and neither stack traces nor Spark's complaints around it. */
  private static void assertRefused(Launcher.Result result, int exitCode, String... parts) {
    assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
    assertThat(result.output())
        .contains(parts)
        .containsOnlyOnce("kindling: ")
        .doesNotContain("\tat ", " ERROR ", " WARN ");
  }

  private Launcher.Result kindling(String command, String... more) throws Exception {
    Stream<String> fixed =
        Stream.of("--config", folder.resolve("pipeline.yaml").toString(), "--master", "local[2]");
    return launcher.run(
        Stream.of(Stream.of(command), Stream.of(more), fixed)
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 4;
    Files.write(file, bytes);
  }

  private static void remove(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(root)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}

package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.json.TokenizerFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
 * {@code kindling vocab --text} through the launcher, in real executor processes: whatever happens
 * to them on the way, the files are those of an undisturbed run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class VocabularyIT {
  private static final String ONE_EXECUTOR = "local-cluster[1,1,1024]";
  private static final String THREE_EXECUTORS = "local-cluster[3,1,1024]";
  private static final int LINES = 200_000;

  @TempDir static Path folder;
  private Launcher launcher;
  private byte[] reference;

  @BeforeAll
  void writeText() throws IOException {
    launcher = new Launcher(Path.of("").toAbsolutePath().getParent(), folder.resolve("output.txt"));
    SplittableRandom random = new SplittableRandom(11);
    try (BufferedWriter text = Files.newBufferedWriter(folder.resolve("a [1].txt"))) {
      for (int line = 0; line < LINES; line++) {
        for (int word = 0; word < 10; word++) {
          text.write(Integer.toString(random.nextInt(1 + random.nextInt(100_000)), 36));
          text.write(word < 9 ? " " : "\n");
        }
      }
    }
    Files.writeString(folder.resolve("b.txt"), "Crème brûlée, naïve and café.\n".repeat(500));
  }

  @Test
  @Order(1)
  void shouldWriteTheFourFilesAndTheManifest() throws Exception {
    Launcher.Result result = kindling("one", ONE_EXECUTOR);

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("words: done in .* words, 2,003,500 occurrences")
        .containsPattern("vocab: done in .* words, 500 pieces");
    assertThat(names("one"))
        .containsExactlyInAnyOrder(
            "vocab.txt",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "manifest.json");
    Tokenizer tokenizer = TokenizerFiles.read(folder.resolve("one"));
    assertThat(tokenizer.options().stripAccents()).isFalse();
    assertThat(tokenizer.vocabulary().piece(6)).isEqualTo("[NAME]");
    assertThat(tokenizer.decode(tokenizer.encode("CRÈME"))).isEqualTo("crème");
    reference = Files.readAllBytes(folder.resolve("one/tokenizer.json"));
  }

  @Test
  @Order(2)
  void shouldGiveTheSameBytesOnThreeExecutorsOfWhichOneIsKilled() throws Exception {
    Process process = launcher.start(arguments("three", THREE_EXECUTORS));
    waitForCounting(process, "three");
    Launcher.killExecutor(process);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(launcher.output()).isZero();
    assertThat(launcher.output()).contains("Lost executor");
    assertReference("three");
  }

  @Test
  @Order(3)
  void shouldGoOnAfterTheDriverIsKilled() throws Exception {
    Process process = launcher.start(arguments("killed", "local[2]"));
    waitForCounting(process, "killed");
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly().waitFor();
    below.forEach(ProcessHandle::destroyForcibly);
    assertThat(folder.resolve("killed/vocab.txt")).doesNotExist();

    Launcher.Result result = kindling("killed", "local[2]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertReference("killed");
  }

  @Test
  @Order(4)
  void shouldStateWhatTheLimitOfWordsLeavesOut() throws Exception {
    Launcher.Result result = kindling("limited", "local[2]", "--word-limit", "20000");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("words seen fewer than \\d+ times are left out");
    JsonNode counts =
        new ObjectMapper().readTree(folder.resolve("limited/manifest.json").toFile()).get("counts");
    assertThat(counts.get("words").asLong()).isBetween(1000L, 20_000L);
    assertThat(counts.get("least-count").asLong()).isGreaterThan(1);
    assertThat(counts.get("occurrences").asLong() + counts.get("occurrences-left-out").asLong())
        .isEqualTo(2_003_500);
    assertThat(counts.get("pair-count-error").asLong())
        .isBetween(counts.get("words-left-out").asLong(), 2_003_500L * 4);
  }

  @Test
  @Order(5)
  void shouldNameWhatIsWrongWithAFile() throws Exception {
    Files.write(folder.resolve("utf-16.txt"), "Hello".getBytes(StandardCharsets.UTF_16));
    Files.writeString(folder.resolve("blank.txt"), " \n\n");

    assertFails("missing.txt", "missing.txt, which does not exist.");
    assertFails("utf-16.txt", "is UTF-16; convert it to UTF-8 first");
    assertFails("blank.txt", "The text holds no words");
  }

  private void assertFails(String file, String message) throws Exception {
    Launcher.Result result =
        launcher.run(
            "vocab",
            "--text",
            folder.resolve(file).toString(),
            "--output",
            folder.resolve("none").toString(),
            "--master",
            "local[2]");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(3);
    assertThat(result.output()).contains(message).doesNotContain("\tat ");
  }

  private void assertReference(String output) throws IOException {
    assertThat(Files.readAllBytes(folder.resolve(output).resolve("tokenizer.json")))
        .isEqualTo(reference);
    assertThat(folder.resolve(output).resolve(".kindling")).doesNotExist();
  }

  private Launcher.Result kindling(String output, String master, String... more) throws Exception {
    return launcher.run(arguments(output, master, more));
  }

  private static String[] arguments(String output, String master, String... more) {
    Stream<String> fixed =
        Stream.of(
            "vocab",
            "--text",
            folder.resolve("a [1].txt").toString(),
            folder.resolve("b.txt").toString(),
            "--output",
            folder.resolve(output).toString(),
            "--size=500",
            "--strip-accents=false",
            "--reserved=['[NAME]']",
            "--master",
            master);
    return Stream.concat(fixed, Arrays.stream(more)).toArray(String[]::new);
  }

  private void waitForCounting(Process process, String output) throws Exception {
    launcher.await(
        process, folder.resolve(output).resolve(".kindling/.staging/words/new/words/_parts"));
  }

  private static List<String> names(String output) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(output))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}

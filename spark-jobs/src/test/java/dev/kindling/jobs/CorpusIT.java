package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
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
 * The corpus command through the launcher, in real executor processes. The methods run in order:
 * all tables of the first must come out the same, byte for byte, of every other way to make them;
 * the last ones work without the raw text.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CorpusIT {
  private static final String THREE_EXECUTORS = "local-cluster[3,1,1024]";

  @TempDir static Path folder;
  private Launcher launcher;
  private Map<String, String> reference;

  @BeforeAll
  void writeRawText() throws IOException {
    launcher = new Launcher(Path.of("").toAbsolutePath().getParent(), folder.resolve("output.txt"));
    RawFolder.write(folder.resolve("raw"), 60);
    Path text = folder.resolve("raw/docs/text");
    String note = Files.readString(text.resolve("note-001.txt"));
    Files.writeString(text.resolve("almost.txt"), note + " One sentence more is at the end.");
    Files.writeString(
        text.resolve("mail.txt"),
        Files.readString(text.resolve("note-002.txt")).replace("the ", "me@mail.invalid "));
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        corpus:
          inputs:
            docs: {path: %s}
            web: {path: %s, format: warc}
          max-bad-fraction: 0.1
          rules: {length: {}, email-addresses: {}}
          deduplication: {urls: true, near: {}}
        """
            .formatted(folder.resolve("raw/docs"), folder.resolve("raw/web")));
  }

  @Test
  @Order(1)
  void shouldShowWhatBecameOfTheRecords() throws Exception {
    Launcher.Result result =
        kindling("one", "local-cluster[1,1,1024]", "--set", "corpus.partitions=1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("quarantined +2 ")
        .containsPattern("dropped by rules +1 ")
        .containsPattern("duplicate-url +\\d+ ")
        .containsPattern("near-duplicate +1 ")
        .containsPattern("kept +\\d+ ")
        .containsPattern("rules \\d+\\.\\d s \\(");
    reference = data("one");
    assertThat(reference)
        .containsKeys(
            "records/part-00000.parquet",
            "documents/part-00000.parquet",
            "dropped/part-00000.parquet",
            "edits/part-00000.parquet");
  }

  @Test
  @Order(2)
  void shouldGiveTheSameBytesOnThreeExecutorsOfWhichTwoAreKilled() throws Exception {
    Process process =
        launcher.start(arguments("three", THREE_EXECUTORS, "--set", "corpus.partitions=7"));
    killExecutor(process, ".staging/records/new/records/_parts");
    killExecutor(process, ".staging/corpus/new/documents/scratch");
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(launcher.output()).isZero();
    assertThat(launcher.output()).contains("Lost executor");
    assertReference("three");
  }

  @Test
  @Order(3)
  void shouldShowASampleAndWriteNothing() throws Exception {
    Launcher.Result result = kindling("sample", "local[2]", "--sample", "50");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("records +50 ")
        .contains("A sample: nothing was written.");
    try (Stream<Path> left = Files.walk(folder.resolve("sample"))) {
      assertThat(left.filter(Files::isRegularFile).map(path -> path.getFileName().toString()))
          .isSubsetOf(".lock");
    }
  }

  @Test
  @Order(4)
  void shouldReplayOtherRulesWithoutTheRawText() throws Exception {
    remove(folder.resolve("raw"));

    Launcher.Result strict =
        kindling(
            "one", "local[2]", "--replay", "--set", "corpus.rules.length.minimum-words=100000");
    assertThat(strict.exitCode()).as(strict.output()).isEqualTo(3);
    assertThat(strict.output()).contains("No document is left of ");
    assertReference("one");

    Launcher.Result loose =
        kindling("one", "local[2]", "--replay", "--set", "corpus.rules.length.minimum-words=2");
    assertThat(loose.exitCode()).as(loose.output()).isZero();
    assertThat(loose.output()).doesNotContain("dropped by rules");
    assertThat(data("one").get("records/part-00000.parquet"))
        .isEqualTo(reference.get("records/part-00000.parquet"));
  }

  @Test
  @Order(5)
  void shouldSayWhatIsPossibleWithoutTheRawText() throws Exception {
    Launcher.Result whole = kindling("three", "local[2]");
    assertThat(whole.exitCode()).as(whole.output()).isEqualTo(3);
    assertThat(whole.output())
        .contains("corpus.inputs.docs.path")
        .contains("`kindling corpus --replay` works from there")
        .doesNotContain("\tat ");
    assertReference("three");

    Launcher.Result plan =
        launcher.run(
            "plan",
            "--config",
            folder.resolve("pipeline.yaml").toString(),
            "--set",
            "workdir=" + folder.resolve("three"));
    assertThat(plan.output()).containsPattern("records +done +the raw text .* is gone");
    assertThat(plan.output()).containsPattern("corpus +done");

    Launcher.Result nothing = kindling("empty", "local[2]", "--replay");
    assertThat(nothing.exitCode()).as(nothing.output()).isEqualTo(3);
    assertThat(nothing.output()).contains("records/ is missing: run `kindling corpus` first.");
  }

  private void assertReference(String workdir) throws IOException {
    assertThat(data(workdir)).isEqualTo(reference);
  }

  private Launcher.Result kindling(String workdir, String master, String... more) throws Exception {
    return launcher.run(arguments(workdir, master, more));
  }

  private static String[] arguments(String workdir, String master, String... more) {
    Stream<String> fixed =
        Stream.of(
            "corpus",
            "--config",
            folder.resolve("pipeline.yaml").toString(),
            "--set",
            "workdir=" + folder.resolve(workdir),
            "--master",
            master);
    return Stream.concat(fixed, Stream.of(more)).toArray(String[]::new);
  }

  /** Waits for a folder of the stage's own, then kills an executor that runs its tasks. */
  private void killExecutor(Process process, String path) throws Exception {
    launcher.await(process, folder.resolve("three").resolve(path));
    Launcher.killExecutor(process);
  }

  private static Map<String, String> data(String workdir) throws IOException {
    Map<String, String> data = new TreeMap<>();
    Path root = folder.resolve(workdir);
    for (String directory : List.of("records", "documents", "dropped", "edits")) {
      try (Stream<Path> files = Files.walk(root.resolve(directory))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
          data.put(root.relativize(file).toString(), sha256(file));
        }
      }
    }
    return data;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
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

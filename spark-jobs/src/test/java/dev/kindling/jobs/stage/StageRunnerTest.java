package dev.kindling.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Stage.Mode;
import dev.kindling.jobs.stage.StageStatus.Action;
import dev.kindling.jobs.storage.CrashingFileSystem;
import dev.kindling.jobs.storage.WorkLock;
import dev.kindling.jobs.storage.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageRunnerTest {
  @TempDir Path work;

  private final CopyStage first =
      new CopyStage(
          "corpus", Mode.STAGED, List.of("documents", "dropped"), new Input.Raw("books", "raw"));
  private final CopyStage second =
      new CopyStage(
          "vocab", Mode.STAGED, List.of("vocab"), new Input.Upstream("corpus", "documents"));
  private final CopyStage trained =
      new CopyStage(
          "pretrain x", Mode.RESUMED, List.of("runs/x"), new Input.Upstream("vocab", "vocab"));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void writeRawText() throws IOException {
    Files.createDirectories(work.resolve("raw/sub"));
    Files.writeString(work.resolve("raw/sub/book.txt"), "It was the best of times.");
  }

  @AfterEach
  void live() {
    CrashingFileSystem.recover();
  }

  @Test
  void shouldBuildDirectoriesWithTheirManifests() throws Exception {
    run("vocab.size=100", first, second);

    Manifest manifest = manifest("documents");
    assertThat(manifest.counts()).containsEntry("characters", 34L);
    assertThat(manifest.dropped()).containsEntry("short", 3L);
    assertThat(manifest.files())
        .extracting(Manifest.FileEntry::path)
        .containsExactly("a.txt", "deep/b.txt");
    assertThat(manifest.inputs())
        .extracting(Manifest.InputIdentity::path)
        .containsExactly("corpus.inputs.books");
    assertThat(manifest("dropped").fingerprint()).isEqualTo(manifest.fingerprint());
    assertThat(manifest("vocab").inputs().get(0).fingerprint()).isEqualTo(manifest.fingerprint());
    assertThat(work.resolve("vocab/config.yaml")).content().contains("size: 100");
    assertThat(work.resolve("vocab/timing.json")).exists();
    assertThat(work.resolve(".staging/corpus")).doesNotExist();
  }

  @Test
  void shouldWriteTheSameManifestForTheSameWork() throws Exception {
    run("vocab.size=100", first);
    byte[] before = Files.readAllBytes(work.resolve("documents/manifest.json"));

    rebuild("vocab.size=100", first);

    assertThat(first.runs).isEqualTo(2);
    assertThat(work.resolve("documents/manifest.json")).hasBinaryContent(before);
  }

  @Test
  void shouldSkipWhatIsDone() throws Exception {
    run("vocab.size=100", first, second, trained);
    run("vocab.size=100", first, second, trained);

    assertThat(first.runs + second.runs + trained.runs).isEqualTo(3);
    assertThat(output()).contains("corpus: up to date").contains("pretrain x: up to date");
  }

  @Test
  void shouldNotRunAgainForOperationalKeys() throws Exception {
    run("corpus.partitions=1", first);
    run("corpus.partitions=9", first);

    assertThat(first.runs).isEqualTo(1);
  }

  @Test
  void shouldRefuseTheOutputOfAnotherConfigNamingTheKey() throws Exception {
    run("vocab.size=100", first, second);

    assertThatThrownBy(() -> run("vocab.size=200", first, second))
        .isInstanceOfSatisfying(
            KindlingException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessage(
            "documents/ was built with vocab.size = 100, the config now says 200. "
                + "Run `kindling corpus` to rebuild it, or point workdir elsewhere.");
    assertThat(first.runs).isEqualTo(1);
  }

  @Test
  void shouldRefuseChangedRawText() throws Exception {
    run("vocab.size=100", first);
    Files.writeString(work.resolve("raw/more.txt"), "It was the worst of times.");

    assertThatThrownBy(() -> run("vocab.size=100", first))
        .hasMessageContaining("documents/ was built from another corpus.inputs.books (1 files,");
  }

  @Test
  void shouldRebuildWhenAskedAndThenRefuseWhatWasMadeFromTheOldOutput() throws Exception {
    run("vocab.size=100", first, second);
    Files.writeString(work.resolve("raw/more.txt"), "It was the worst of times.");

    rebuild("vocab.size=100", first);

    assertThat(first.runs).isEqualTo(2);
    assertThat(work.resolve("documents/a.txt")).content().contains("worst");
    assertThatThrownBy(() -> run("vocab.size=100", first, second))
        .hasMessageContaining("vocab/ was built from another documents/");
    rebuild("vocab.size=100", second);
    assertThat(work.resolve("vocab/a.txt")).content().contains("worst");
  }

  @Test
  void shouldLeaveAKeptStageAloneUntilItIsOutOfDate() throws Exception {
    first.kept = true;
    rebuild("vocab.size=100", first, second);
    rebuild("vocab.size=100", first, second);

    assertThat(first.runs).isEqualTo(1);
    assertThat(second.runs).isEqualTo(2);
    assertThat(output()).contains("corpus: up to date");

    rebuild("vocab.size=200", first, second);
    assertThat(first.runs).isEqualTo(2);
  }

  @Test
  void shouldNameTheStageToRunFirst() {
    assertThatThrownBy(() -> rebuild("vocab.size=100", second))
        .isInstanceOfSatisfying(
            KindlingException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessage("documents/ is missing: run `kindling corpus` first.");
  }

  @Test
  void shouldRefuseAnUpstreamOfAnotherConfig() throws Exception {
    run("vocab.size=100", first);

    assertThatThrownBy(() -> rebuild("vocab.size=200", second))
        .hasMessageContaining(
            "documents/ was built with vocab.size = 100, the config now says 200.");
  }

  @Test
  void shouldRefuseMissingAndEmptyRawFolders() throws Exception {
    Files.delete(work.resolve("raw/sub/book.txt"));
    assertThatThrownBy(() -> run("vocab.size=100", first))
        .hasMessageContaining("raw holds no files");

    Files.delete(work.resolve("raw/sub"));
    Files.delete(work.resolve("raw"));
    assertThatThrownBy(() -> run("vocab.size=100", first))
        .hasMessageStartingWith("corpus.inputs.books.path = raw:")
        .hasMessageContaining("raw does not exist.");
  }

  @Test
  void shouldRefuseAFolderThatItDidNotBuild() throws Exception {
    Files.createDirectories(work.resolve("documents"));
    Files.writeString(work.resolve("documents/thesis.txt"), "my only copy");

    assertThatThrownBy(() -> rebuild("vocab.size=100", first))
        .hasMessageContaining("documents/ holds files but no manifest");
    assertThat(work.resolve("documents/thesis.txt")).hasContent("my only copy");
  }

  @Test
  void shouldReportDamage() throws Exception {
    run("vocab.size=100", first, second);
    Files.writeString(work.resolve("dropped/a.txt"), "cut");

    assertThatThrownBy(() -> run("vocab.size=100", first, second))
        .hasMessageContaining("dropped/ is damaged: a.txt has 3 bytes, its manifest says 34.");
    rebuild("vocab.size=100", first);
    run("vocab.size=100", first, second);
  }

  @Test
  void shouldFindAFlippedByteOnDemand() throws Exception {
    run("vocab.size=100", first);
    Path file = work.resolve("documents/a.txt");
    byte[] bytes = Files.readAllBytes(file);
    bytes[5] ^= 1;
    Files.write(file, bytes);
    ManifestStore manifests = new ManifestStore(workspace());

    assertThat(manifests.damage("documents", manifest("documents"), false)).isEmpty();
    assertThat(manifests.damage("documents", manifest("documents"), true))
        .contains("a.txt has another SHA-256 than its manifest says");
  }

  @Test
  void shouldReportACorruptManifest() throws Exception {
    run("vocab.size=100", first, second);
    byte[] whole = Files.readAllBytes(work.resolve("documents/manifest.json"));
    for (int length = 0; length < whole.length - 1; length += 37) {
      Files.write(work.resolve("documents/manifest.json"), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> run("vocab.size=100", first, second))
          .isInstanceOfSatisfying(
              KindlingException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
          .hasMessageContaining("documents/manifest.json is damaged")
          .hasMessageEndingWith("Remove documents and run `kindling corpus` again.");
    }
  }

  @Test
  void shouldContinueAnInterruptedRunAndRefuseAnotherConfigForIt() throws Exception {
    run("vocab.size=100", first, second);
    trained.failing = true;
    assertThatThrownBy(() -> run("vocab.size=100", first, second, trained))
        .hasMessage("the stage failed");
    assertThat(work.resolve("runs/x/a.txt")).exists();

    assertThatThrownBy(() -> rebuild("seed=5", trained)).hasMessageContaining("seed = ");
    assertThat(plan("vocab.size=100", first, second, trained))
        .extracting(StageStatus::action)
        .last()
        .isEqualTo(Action.RUN);
    trained.failing = false;
    run("vocab.size=100", first, second, trained);

    assertThat(manifest("runs/x").files()).hasSize(2);
    assertThat(work.resolve("runs/x/started.json")).doesNotExist();
    rebuild("vocab.size=100", trained);
    assertThat(trained.runs).isEqualTo(2);
    assertThat(output()).contains("pretrain x: up to date; remove runs/x to start anew");
  }

  @Test
  void shouldNotAskToRemoveATrainedModelForADamagedFile() throws Exception {
    run("vocab.size=100", first, second, trained);
    Files.delete(work.resolve("runs/x/a.txt"));

    assertThatThrownBy(() -> rebuild("vocab.size=100", trained))
        .hasMessage(
            "runs/x/ is damaged: a.txt is missing. Put back what was there; or rename runs/x/manifest.json to started.json and run `kindling pretrain x`, which goes on from the newest checkpoint that can be used.");
    Files.move(work.resolve("runs/x/manifest.json"), work.resolve("runs/x/started.json"));
    rebuild("vocab.size=100", trained);
    assertThat(work.resolve("runs/x/a.txt")).exists();
  }

  @Test
  void shouldLeaveNoOutputOfAFailedStage() {
    first.failing = true;

    assertThatThrownBy(() -> run("vocab.size=100", first)).hasMessage("the stage failed");
    assertThat(work.resolve("documents")).doesNotExist();
  }

  @Test
  void shouldPlanWithoutChangingAnything() throws Exception {
    run("vocab.size=100", first);

    List<StageStatus> statuses = plan("vocab.size=100", first, second, trained);

    assertThat(statuses)
        .extracting(StageStatus::action)
        .containsExactly(Action.DONE, Action.RUN, Action.WAIT);
    assertThat(statuses.get(2).reason())
        .isEqualTo("vocab/ is missing: run `kindling vocab` first.");
    assertThat(work.resolve("vocab")).doesNotExist();
  }

  @Test
  void shouldShowTheOldOutputOrTheNewAfterACrashAnywhere() throws Exception {
    int crashes = 0;
    boolean crashed = true;
    while (crashed) {
      Path folder = Files.createDirectories(work.resolve("crash" + crashes));
      Files.createDirectories(folder.resolve("raw"));
      Files.writeString(folder.resolve("raw/book.txt"), "old");
      Workspace workspace = new Workspace("crash://" + folder, CrashingFileSystem.configuration());
      runner("vocab.size=100", workspace, first).run(List.of(first));
      Files.writeString(folder.resolve("raw/book.txt"), "newer");

      CrashingFileSystem.crashAfter(crashes);
      try {
        runner("vocab.size=100", workspace, first).rebuild(List.of(first));
      } catch (IOException | KindlingException e) {
        assertThat(e).hasMessageContaining("crashed");
      }
      crashed = CrashingFileSystem.hasCrashed();
      CrashingFileSystem.recover();

      assertWholeWhereVisible(workspace, "documents");
      assertWholeWhereVisible(workspace, "dropped");
      Staging.recover(workspace);
      assertThat(folder.resolve("documents/a.txt")).content().matches("(?s)size 100\n(old|newer)");
      assertThat(Files.readString(folder.resolve("dropped/a.txt")))
          .isEqualTo(Files.readString(folder.resolve("documents/a.txt")));
      runner("vocab.size=100", workspace, first).rebuild(List.of(first));
      assertThat(folder.resolve("documents/a.txt")).content().contains("newer");
      crashes++;
    }
    assertThat(crashes).as("changes that a rebuild makes").isGreaterThan(15);
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not used
  void shouldKeepASecondProcessOut() throws Exception {
    try (WorkLock lock = WorkLock.take(workspace())) {
      assertThatThrownBy(() -> WorkLock.take(workspace()))
          .hasMessageContaining("Another kindling process is at work in " + work);
    }
    WorkLock.take(workspace()).close();
  }

  private static void assertWholeWhereVisible(Workspace workspace, String directory)
      throws IOException {
    ManifestStore manifests = new ManifestStore(workspace);
    Optional<Manifest> manifest = manifests.read(directory, Manifest.FILE_NAME, "corpus");
    if (manifest.isPresent()) {
      assertThat(manifests.damage(directory, manifest.get(), true)).isEmpty();
    }
  }

  private void run(String override, Stage... stages) throws Exception {
    runner(override, workspace(), first, second, trained).run(List.of(stages));
  }

  private void rebuild(String override, Stage... stages) throws Exception {
    runner(override, workspace(), first, second, trained).rebuild(List.of(stages));
  }

  private List<StageStatus> plan(String override, Stage... stages) throws IOException {
    return runner(override, workspace(), stages).plan(List.of(stages));
  }

  private StageRunner runner(String override, Workspace workspace, Stage... stages) {
    PipelineConfig config =
        ConfigLoader.parse(
            "corpus: {inputs: {books: {path: raw}}}", "pipeline.yaml", List.of(override));
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new StageRunner(config, List.of(stages), workspace, new SparkProvider(), console);
  }

  private Workspace workspace() {
    return new Workspace(work.toString(), new Configuration());
  }

  private Manifest manifest(String directory) throws IOException {
    return new ManifestStore(workspace()).read(directory, Manifest.FILE_NAME, "test").orElseThrow();
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}

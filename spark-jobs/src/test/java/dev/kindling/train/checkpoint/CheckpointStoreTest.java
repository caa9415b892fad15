package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
  private static final List<String> FILES =
      Stream.concat(
              Stream.of("first-moment", "parameters", "second-moment")
                  .flatMap(
                      vector ->
                          Stream.of(0, 600).map(first -> "%s-%010d.bin".formatted(vector, first))),
              Stream.of("manifest.json"))
          .toList();

  @TempDir Path work;
  private Path folder;
  private CheckpointStore store;

  @BeforeEach
  void openStore() throws IOException {
    folder = work.resolve("checkpoints");
    store = store("fingerprint");
  }

  @Test
  void shouldBeginWithoutACheckpoint() throws IOException {
    assertThat(store.newest()).isEmpty();
  }

  @Test
  void shouldGiveBackEveryBitOfTheNewest() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(3), 5);
    TestCheckpoints.save(store, TestCheckpoints.of(12), 5);

    CheckpointStore.Loaded loaded = store.newest().orElseThrow();

    assertThat(loaded.name()).isEqualTo("round-0000012");
    assertThat(loaded.skipped()).isEmpty();
    TestCheckpoints.assertSame(loaded.state(), TestCheckpoints.of(12));
    assertThat(TestCheckpoints.entries(folder.resolve("round-0000012")))
        .containsExactlyInAnyOrderElementsOf(FILES);
  }

  @Test
  void shouldKeepTheNewestOnly() throws IOException {
    for (int round = 1; round <= 4; round++) {
      TestCheckpoints.save(store, TestCheckpoints.of(round), 2);
    }

    assertThat(TestCheckpoints.entries(folder))
        .containsExactlyInAnyOrder("round-0000003", "round-0000004");
  }

  @Test
  void shouldKeepTheOneWithTheLowestLossToo() throws IOException {
    double[] losses = {5, 2, 1.5, 3, 4, 1.5, 6, 7};
    for (int round = 1; round <= losses.length; round++) {
      TestCheckpoints.save(
          store, TestCheckpoints.of(round), new Retention(2, losses[round - 1], 0));
    }

    assertThat(TestCheckpoints.entries(folder))
        .containsExactly("round-0000003", "round-0000007", "round-0000008");
  }

  @Test
  void shouldNotCountNewerOnesThatDidNotVerify() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 2);
    TestCheckpoints.save(store, TestCheckpoints.of(5), 2);
    Files.write(folder.resolve("round-0000005/parameters-0000000600.bin"), new byte[3]);
    TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(1));

    TestCheckpoints.save(store, TestCheckpoints.of(2), 1); // the run has gone on from round 1

    assertThat(TestCheckpoints.entries(folder)).containsExactly("round-0000002");
  }

  @Test
  void shouldAverageTheParametersOfThoseKeptForIt() throws IOException {
    int[] times = {1, 0, 2, 0, 1};
    for (int round = 1; round <= times.length; round++) {
      TestCheckpoints.save(
          store, TestCheckpoints.of(round), new Retention(1, round, times[round - 1]));
    }
    assertThat(TestCheckpoints.entries(folder))
        .containsExactly("round-0000001", "round-0000003", "round-0000005");

    RunState average = store.average(4).orElseThrow();

    float[] one = TestCheckpoints.of(1).parameters();
    float[] three = TestCheckpoints.of(3).parameters();
    float[] five = TestCheckpoints.of(5).parameters();
    for (int i = 0; i < TestCheckpoints.PARAMETERS; i++) {
      assertThat(average.parameters()[i])
          .isCloseTo((one[i] + 2 * three[i] + five[i]) / 4, offset(1e-6f));
    }
    assertThat(average.round()).isEqualTo(5);
    TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(5));
  }

  @Test
  void shouldTakeTheLastAsItIsWhereItIsTheOnlyOneInTheAverage() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(4), new Retention(1, 3, 0));
    TestCheckpoints.save(store, TestCheckpoints.of(5), new Retention(1, 3, 1));

    TestCheckpoints.assertSame(store.average(1).orElseThrow(), TestCheckpoints.of(5));
  }

  @Test
  void shouldNotAverageLessThanWasAskedFor() throws IOException {
    for (int round = 1; round <= 3; round++) {
      TestCheckpoints.save(store, TestCheckpoints.of(round), new Retention(1, 3, 1));
    }
    Path file = folder.resolve("round-0000002/parameters-0000000600.bin");
    Files.write(file, new byte[1600]);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store.average(3))
        .withMessageContaining("Of the 3 checkpoints")
        .withMessageContaining("holds only 2")
        .withMessageContaining("round-0000002: parameters-0000000600.bin is damaged");
  }

  @Test
  void shouldNotTakeAnEarlierOneForTheFinishedModel() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(4), new Retention(2, 3, 0));
    TestCheckpoints.save(store, TestCheckpoints.of(5), new Retention(2, 3, 1));
    Files.delete(folder.resolve("round-0000005/parameters-0000000600.bin"));

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store.average(1))
        .withMessageContaining("is the finished model, and it cannot be used:")
        .withMessageContaining(
            "used:%n  round-0000005: parameters-0000000600.bin is missing%nRestore it".formatted());
  }

  @Test
  void shouldTakeFilesThatTasksHaveWritten() throws IOException {
    RunState state = TestCheckpoints.of(7);
    Workspace files = new Workspace(work.toString(), new Configuration(false));
    CheckpointStore.Attempt attempt = store.begin(7);
    float[] parameters = state.parameters();
    List<CheckpointPart> parts = new ArrayList<>();
    for (int task = 0; task < 3; task++) { // every third slice of 100 values
      List<VectorPiece> pieces = new ArrayList<>();
      for (int slice = task; slice < 10; slice += 3) {
        pieces.add(new VectorPiece(100 * slice, FloatBuffer.wrap(parameters, 100 * slice, 100)));
      }
      parts.addAll(attempt.write(files, CheckpointPart.SHARED, StateVector.PARAMETERS, pieces));
    }
    StateVectors own = new StateVectors().with(StateVector.RESIDUAL, TestCheckpoints.vector(99));
    parts.addAll(attempt.write(files, 1, own));

    store.commit(attempt, state, parts, new Retention(1, 3, 0));

    CheckpointStore.Loaded loaded = store.newest().orElseThrow();
    TestCheckpoints.assertSame(loaded.state(), state);
    assertThat(loaded.stored().read(0, files).present()).isEmpty();
    TestCheckpoints.assertBits(
        loaded.stored().read(1, files).get(StateVector.RESIDUAL), TestCheckpoints.vector(99));
    Path damaged = folder.resolve("round-0000007/worker-00001-residual-0000000600.bin");
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[700] ^= 1;
    Files.write(damaged, bytes);
    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store.newest())
        .withMessageContaining("worker-00001-residual-0000000600.bin is damaged");
  }

  @Test
  void shouldNotCompleteACheckpointWithAGap() throws IOException {
    RunState state = TestCheckpoints.of(7);
    Workspace files = new Workspace(work.toString(), new Configuration(false));
    CheckpointStore.Attempt attempt = store.begin(7);
    FloatBuffer later = FloatBuffer.wrap(state.parameters(), 100, 900);
    List<CheckpointPart> parts =
        attempt.write(
            files,
            CheckpointPart.SHARED,
            StateVector.PARAMETERS,
            List.of(new VectorPiece(100, later)));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.commit(attempt, state, parts, new Retention(1, 3, 0)))
        .withMessageContaining("the files of parameters")
        .withMessageContaining("do not join at value 0");
    assertThat(TestCheckpoints.entries(folder)).isEmpty();
  }

  @Test
  void shouldFenceAWriterThatAnotherHasReplaced() throws IOException {
    CheckpointStore old = store("fingerprint");
    assertThat(old.claim()).isEqualTo(1);
    TestCheckpoints.save(old, TestCheckpoints.of(1), 2);
    CheckpointStore.Attempt late = old.begin(2);

    assertThat(store.claim()).isEqualTo(2);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(
            () -> old.commit(late, TestCheckpoints.of(2), List.of(), new Retention(1, 3, 0)))
        .withMessageContaining("Another process has taken over the checkpoints in")
        .withMessageContaining("(generation 2; this one is 1)");
    assertThatExceptionOfType(KindlingException.class).isThrownBy(() -> old.begin(2));
    TestCheckpoints.save(store, TestCheckpoints.of(2), 2);
    assertThat(TestCheckpoints.entries(folder)).containsExactly("round-0000001", "round-0000002");
  }

  @Test
  void shouldTellWhatIsDamaged() throws IOException {
    Workspace files = new Workspace(work.toString(), new Configuration(false));
    org.apache.hadoop.fs.Path directory = files.path("checkpoints");
    Optional<String> own = Optional.of("fingerprint");
    assertThat(CheckpointStatus.verify(files, directory, own, 2)).isEmpty();
    for (int round = 1; round <= 3; round++) {
      TestCheckpoints.save(store, TestCheckpoints.of(round), 3);
    }
    Files.write(folder.resolve("round-0000001/second-moment-0000000600.bin"), new byte[1600]);
    Files.delete(folder.resolve("round-0000002/manifest.json"));

    List<CheckpointStatus> found = CheckpointStatus.verify(files, directory, own, 2);

    assertThat(found)
        .extracting(CheckpointStatus::name)
        .containsExactly("round-0000003", "round-0000002", "round-0000001");
    assertThat(found.get(0).problem()).isEmpty();
    assertThat(found.get(0).step()).isEqualTo(48);
    assertThat(found.get(0).bytes()).isEqualTo(3 * 4 * TestCheckpoints.PARAMETERS);
    assertThat(found.get(1).problem()).contains("manifest.json is missing");
    assertThat(found.get(2).problem().orElseThrow())
        .startsWith("second-moment-0000000600.bin is damaged: sha256");
    assertThat(CheckpointStatus.verify(files, directory, Optional.of("another"), 2).get(0))
        .satisfies(
            foreign -> {
              assertThat(foreign.problem()).contains("it belongs to another configuration");
              assertThat(foreign.step()).isEqualTo(48);
            });
  }

  @Test
  void shouldNotTakeForDamageWhatARunAtWorkRemoves() throws IOException {
    Workspace files = new Workspace(work.toString(), new Configuration(false));
    TestCheckpoints.save(store, TestCheckpoints.of(1), 3);
    TestCheckpoints.save(store, TestCheckpoints.of(2), 3);
    org.apache.hadoop.fs.Path removed = files.path("checkpoints/round-0000001");
    files.delete(new org.apache.hadoop.fs.Path(removed, "manifest.json"));
    Runnable removal =
        () -> {
          try {
            files.delete(removed);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };

    assertThat(CheckpointStatus.verify(files, removed.getParent(), Optional.empty(), 2, removal))
        .extracting(CheckpointStatus::name)
        .containsExactly("round-0000002");
  }

  @Test
  void shouldOrderRoundsByNumberBeyondSevenDigits() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(9_999_999), 2);
    TestCheckpoints.save(store, TestCheckpoints.of(10_000_000), 2);

    assertThat(store.newest().orElseThrow().name()).isEqualTo("round-10000000");
  }

  @Test
  void shouldNoticeAnyFlippedBitAndTakeTheOneBefore() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 5);
    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
    for (String name : FILES) {
      Path file = folder.resolve("round-0000002").resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 20)) {
        byte[] damaged = sound.clone();
        damaged[at] ^= (byte) (1 << (at % 8));
        Files.write(file, damaged);

        CheckpointStore.Loaded loaded = store.newest().orElseThrow();

        assertThat(loaded.name())
            .as("bit flipped in %s at %d", name, at)
            .isEqualTo("round-0000001");
        assertThat(loaded.skipped()).singleElement().asString().startsWith("round-0000002: ");
        assertThat(loaded.skipped().get(0)).contains(name);
      }
      Files.write(file, sound);
    }
    assertThat(store.newest().orElseThrow().name()).isEqualTo("round-0000002");
  }

  @Test
  void shouldNoticeACutFile() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 5);
    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
    for (String name : FILES) {
      Path file = folder.resolve("round-0000002").resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int length : new int[] {0, 1, sound.length / 2, sound.length - 1}) {
        Files.write(file, Arrays.copyOf(sound, length));

        assertThat(store.newest().orElseThrow().name())
            .as("%s cut to %d bytes", name, length)
            .isEqualTo("round-0000001");
      }
      Files.write(file, sound);
    }
  }

  @Test
  void shouldSkipACheckpointThatAFileIsMissingFrom() throws IOException {
    for (String name : FILES) {
      TestCheckpoints.save(store, TestCheckpoints.of(1), 5);
      TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
      Files.delete(folder.resolve("round-0000002").resolve(name));

      CheckpointStore.Loaded loaded = store.newest().orElseThrow();

      assertThat(loaded.name()).isEqualTo("round-0000001");
      assertThat(loaded.skipped()).containsExactly("round-0000002: " + name + " is missing");
    }
  }

  @Test
  void shouldNeverStartOverWhenAllAreDamaged() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 5);
    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
    Files.delete(folder.resolve("round-0000001/manifest.json"));
    Files.write(folder.resolve("round-0000002/parameters-0000000600.bin"), new byte[3]);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store.newest())
        .withMessageContaining("round-0000001: manifest.json is missing")
        .withMessageContaining("round-0000002: parameters-0000000600.bin has 3 bytes")
        .satisfies(
            e -> assertThat(e.code()).isEqualTo(KindlingException.ExitCode.CORRUPT_CHECKPOINT));
  }

  @Test
  void shouldNotLoadTheCheckpointOfAnotherConfiguration() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 5);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store("another").newest())
        .withMessageContaining("round-0000001: it belongs to another configuration");
  }

  @Test
  void shouldNotTakeACopyUnderAnotherRoundsName() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(1), 5);
    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
    Files.move(folder.resolve("round-0000001"), folder.resolve("round-0000003"));

    CheckpointStore.Loaded loaded = store.newest().orElseThrow();

    assertThat(loaded.name()).isEqualTo("round-0000002");
    assertThat(loaded.skipped()).containsExactly("round-0000003: its manifest is that of round 1");
  }

  @Test
  void shouldReplaceADamagedCheckpointOfTheSameRound() throws IOException {
    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);
    Files.write(folder.resolve("round-0000002/parameters-0000000600.bin"), new byte[3]);

    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);

    TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(2));
  }

  private CheckpointStore store(String fingerprint) throws IOException {
    Workspace workspace = new Workspace(work.toString(), new Configuration(false));
    return TestCheckpoints.store(workspace, fingerprint, 4);
  }

  @Test
  void shouldRemoveAnAttemptToWhichTasksOfADeadWriterStillAddFiles() throws Exception {
    Path attempt = folder.resolve(".attempt-round-0000002-of-a-dead-writer");
    AtomicBoolean ended = new AtomicBoolean();
    Thread task = new Thread(() -> addFiles(attempt, ended));
    task.start();
    try {
      for (int i = 0; i < 50; i++) {
        store.claim();
      }
    } finally {
      ended.set(true);
      task.join();
    }
    store.claim();

    assertThat(TestCheckpoints.entries(folder)).isEmpty();
  }

  private static void addFiles(Path folder, AtomicBoolean ended) {
    for (int i = 0; !ended.get(); i++) {
      try {
        Files.createDirectories(folder);
        Files.write(folder.resolve("part-" + i), new byte[8]);
      } catch (NoSuchFileException | FileAlreadyExistsException removedMeanwhile) {
        // the next file makes the folder anew
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.storage.CrashingFileSystem;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointCrashTest {
  @TempDir Path folder;

  @AfterEach
  void recover() {
    CrashingFileSystem.recover();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "s3a"})
  void shouldLeaveAWholeCheckpointWhereverACrashStrikes(String scheme) throws IOException {
    int changes = 0;
    boolean crashed = true;
    while (crashed) {
      Path run = folder.resolve("after-" + changes);
      CheckpointStore store = store(scheme, run);
      TestCheckpoints.save(store, TestCheckpoints.of(1), 1);

      CrashingFileSystem.crashAfter(changes);
      crashed = !saves(store, TestCheckpoints.of(2));
      CrashingFileSystem.recover();

      CheckpointStore.Loaded loaded = store.newest().orElseThrow();
      int round = Math.toIntExact(loaded.state().round());
      assertThat(round).as("round after a crash at change %d", changes).isIn(1, 2);
      TestCheckpoints.assertSame(loaded.state(), TestCheckpoints.of(round));

      TestCheckpoints.save(store, TestCheckpoints.of(2), 1); // what the resumed run does
      TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(2));
      assertThat(TestCheckpoints.entries(run.resolve("checkpoints")))
          .as("nothing is left behind")
          .containsExactly("round-0000002");
      changes++;
    }
    assertThat(changes).as("places where a crash was tried").isGreaterThan(8);
  }

  /** As when Spark kills the slower one of two copies of a task, or a frozen task wakes up. */
  @Test
  void shouldLeaveAFileWholeWhereverASecondWriterOfItDies() throws IOException {
    Workspace workspace = new Workspace("crash://" + folder, CrashingFileSystem.configuration());
    CheckpointStore store = TestCheckpoints.store(workspace, "fingerprint", 1);
    StateVectors own = new StateVectors().with(StateVector.RESIDUAL, TestCheckpoints.vector(9));
    CheckpointStore.Attempt attempt = store.begin(1);
    List<CheckpointPart> parts = attempt.write(workspace, 0, own);
    StoredVectors written = new StoredVectors(attempt.folder(), new ArrayList<>(parts));

    int changes = 0;
    boolean crashed = true;
    while (crashed) {
      CrashingFileSystem.crashAfter(changes++);
      try {
        assertThat(attempt.write(workspace, 0, own)).isEqualTo(parts);
        crashed = false;
      } catch (IOException crash) {
        assertThat(crash).hasMessageContaining("crashed");
      }
      TestCheckpoints.assertBits(
          written.read(0, workspace).get(StateVector.RESIDUAL), TestCheckpoints.vector(9));
    }
    assertThat(changes).as("places where a crash was tried").isGreaterThan(4);
  }

  private static boolean saves(CheckpointStore store, RunState state) {
    try {
      TestCheckpoints.save(store, state, 1);
      return true;
    } catch (IOException crash) {
      assertThat(crash).hasMessageContaining("crashed");
      return false;
    }
  }

  private static CheckpointStore store(String scheme, Path run) throws IOException {
    Workspace workspace = new Workspace(scheme + "://" + run, CrashingFileSystem.configuration());
    return TestCheckpoints.store(workspace, "fingerprint", 1); // in the same order each time
  }
}

package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kindling.jobs.storage.CrashingFileSystem;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointFullDiskTest {
  private static final int STEP_BYTES = 499;

  @TempDir Path folder;

  @AfterEach
  void recover() {
    CrashingFileSystem.recover();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "s3a"})
  void shouldKeepTheCheckpointBeforeAtWhateverByteTheDiskIsFull(String scheme) throws IOException {
    Workspace workspace =
        new Workspace(scheme + "://" + folder, CrashingFileSystem.configuration());
    CheckpointStore store = TestCheckpoints.store(workspace, "fingerprint", 4);
    TestCheckpoints.save(store, TestCheckpoints.of(1), 1);

    int failures = 0;
    boolean full = true;
    while (full) {
      CrashingFileSystem.leaveRoom(folder, (long) failures * STEP_BYTES);
      try {
        TestCheckpoints.save(store, TestCheckpoints.of(2), 1);
        full = false;
      } catch (IOException e) {
        assertThat(e)
            .hasMessageContaining("checkpoints/")
            .hasMessageContaining("No space left on device");
        TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(1));
        assertThat(TestCheckpoints.entries(folder.resolve("checkpoints")))
            .as("what the attempt wrote is gone")
            .containsExactly("round-0000001");
        failures++;
      }
    }

    TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(2));
    assertThat(failures).isGreaterThan(4 * 3 * TestCheckpoints.PARAMETERS / STEP_BYTES);
  }

  /** On a file system of 80 KiB, which takes a superuser to make. */
  @Test
  void shouldNameTheFileThatARealDiskHasNoRoomFor() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=80k", "tmpfs", folder.toString()))
        .as("exit code of mount: no right to make a file system")
        .isZero();
    try {
      CheckpointStore store =
          TestCheckpoints.store(
              new Workspace(folder.toString(), new Configuration()), "fingerprint", 1);
      TestCheckpoints.save(store, TestCheckpoints.of(1), 1);
      Path other = Files.write(folder.resolve("other"), new byte[36_000]);

      assertThatThrownBy(() -> TestCheckpoints.save(store, TestCheckpoints.of(2), 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("checkpoints/.attempt-round-0000002")
          .hasMessageContaining("No space left on device");
      TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(1));

      Files.delete(other);
      TestCheckpoints.save(store, TestCheckpoints.of(2), 1);
      TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(2));
    } finally {
      run("umount", folder.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) { // no such program
      return -1;
    }
  }
}

package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
  private static final List<String> FILES =
      List.of("parameters.bin", "first-moment.bin", "second-moment.bin", "manifest.json");

  @TempDir Path folder;
  private CheckpointStore store;

  @BeforeEach
  void openStore() throws IOException {
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
    assertThat(entries(folder.resolve("round-0000012"))).containsExactlyInAnyOrderElementsOf(FILES);
  }

  @Test
  void shouldKeepTheNewestOnly() throws IOException {
    for (int round = 1; round <= 4; round++) {
      TestCheckpoints.save(store, TestCheckpoints.of(round), 2);
    }

    assertThat(entries(folder)).containsExactlyInAnyOrder("round-0000003", "round-0000004");
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
      for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 40)) {
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
    Files.write(folder.resolve("round-0000002/parameters.bin"), new byte[3]);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> store.newest())
        .withMessageContaining("round-0000001: manifest.json is missing")
        .withMessageContaining("round-0000002: parameters.bin has 3 bytes")
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
    Files.write(folder.resolve("round-0000002/parameters.bin"), new byte[3]);

    TestCheckpoints.save(store, TestCheckpoints.of(2), 5);

    TestCheckpoints.assertSame(store.newest().orElseThrow().state(), TestCheckpoints.of(2));
  }

  private CheckpointStore store(String fingerprint) throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    return new CheckpointStore(workspace, workspace.root(), fingerprint);
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.map(path -> path.getFileName().toString()).toList();
    }
  }
}

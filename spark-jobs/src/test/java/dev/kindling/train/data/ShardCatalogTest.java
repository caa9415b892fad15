package dev.kindling.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.TestShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardCatalogTest {
  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void openWorkspace() {
    workspace = new Workspace(folder.toString(), new Configuration(false));
  }

  @Test
  void shouldListShardsByNumberWithTheirRecords() throws IOException {
    TestShards.write(folder, ExampleKind.NEXT_WORD, 16, 3, 0, 5);

    ShardCatalog catalog = scan();

    assertThat(catalog.shards())
        .extracting(ShardCatalog.Shard::records)
        .containsExactly(3L, 0L, 5L);
    assertThat(catalog.records()).isEqualTo(8);
    assertThat(catalog.tokenizerFingerprint()).isEqualTo(TestShards.tokenizer().fingerprint());
  }

  @Test
  void shouldGiveEachWorkerTheShardsOfItsRemainder() throws IOException {
    TestShards.write(folder, ExampleKind.NEXT_WORD, 16, 1, 2, 3, 4, 5);

    assertThat(scan().ofWorker(1, 2))
        .extracting(ShardCatalog.Shard::records)
        .containsExactly(2L, 4L);
  }

  @Test
  void shouldNameAShardWithADamagedHeader() throws IOException {
    TestShards.write(folder, ExampleKind.NEXT_WORD, 16, 3);
    Path shard;
    try (var files = Files.list(folder)) {
      shard = files.filter(file -> file.toString().endsWith(".bin")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[10] ^= 4;
    Files.write(shard, bytes);

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(this::scan)
        .withMessageContaining(shard.getFileName().toString())
        .withMessageContaining("run `kindling examples` again");
  }

  @Test
  void shouldRefuseAWorkerWithoutExamples() throws IOException {
    TestShards.write(folder, ExampleKind.NEXT_WORD, 16, 3, 0);

    ShardCatalog catalog = scan();

    catalog.requireWorkFor(1);
    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> catalog.requireWorkFor(2))
        .withMessageContaining("Worker 1 of 2")
        .withMessageContaining("training.workers")
        .satisfies(e -> assertThat(e.code()).isEqualTo(KindlingException.ExitCode.BAD_DATA));
  }

  @Test
  void shouldNameTheCommandThatMakesMissingShards() {
    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(this::scan)
        .withMessageContaining("kindling examples");
  }

  @Test
  void shouldRefuseShardsOfDifferentSets() throws IOException {
    TestShards.write(folder, ExampleKind.NEXT_WORD, 16, 1, 1);
    Path other = folder.resolve("other");
    TestShards.write(other, ExampleKind.NEXT_WORD, 24, 1, 1, 1);
    Files.move(other.resolve("shard-00002.bin"), folder.resolve("shard-00002.bin"));

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(this::scan)
        .withMessageContaining("shard-00002.bin");
  }

  @Test
  void shouldReadTheWorkersExamplesInOrderThroughTheWindow() throws IOException {
    // 400 records of 128 pieces are more than the reader's window of 64 KiB.
    TestShards.write(folder, ExampleKind.NEXT_WORD, 128, 400, 7, 300);
    List<Long> ids = new ArrayList<>();

    try (WorkerExamples examples = new WorkerExamples(scan().ofWorker(0, 2), workspace)) {
      for (long cursor = 0; cursor < 1400; cursor++) {
        WorkerExamples.Drawn drawn = examples.at(cursor);
        assertThat(drawn.epoch()).isEqualTo(cursor / 700);
        assertThat(drawn.example().tokens())
            .isEqualTo(
                TestShards.example(ExampleKind.NEXT_WORD, 128, drawn.example().id()).tokens());
        ids.add(drawn.example().id());
      }
    }

    List<Long> epoch = new ArrayList<>();
    for (long i = 0; i < 400; i++) {
      epoch.add(i);
    }
    for (long i = 0; i < 300; i++) {
      epoch.add(2000 + i);
    }
    assertThat(ids.subList(0, 700)).isEqualTo(epoch);
    assertThat(ids.subList(700, 1400)).isEqualTo(epoch);
  }

  private ShardCatalog scan() throws IOException {
    return ShardCatalog.scan(workspace.root(), workspace);
  }
}

package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecordsStageTest {
  @Test
  void shouldWriteMoreFilesForMoreRawText() {
    assertThat(RecordsStage.tableFiles(0)).isEqualTo(1);
    assertThat(RecordsStage.tableFiles(20_000_000)).isEqualTo(3);
    assertThat(RecordsStage.tableFiles(3_000_000_000L)).isEqualTo(256);
    assertThat(RecordsStage.tableFiles(1_000_000_000_000L)).isEqualTo(7813);
  }
}

package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CorpusStageTest {
  @Test
  void shouldWriteMoreFilesForMoreText() {
    assertThat(CorpusStage.documentFiles(0)).isEqualTo(1);
    assertThat(CorpusStage.documentFiles(20_000_000)).isEqualTo(3);
    assertThat(CorpusStage.documentFiles(3_000_000_000L)).isEqualTo(256);
    assertThat(CorpusStage.documentFiles(1_000_000_000_000L)).isEqualTo(7813);
  }
}

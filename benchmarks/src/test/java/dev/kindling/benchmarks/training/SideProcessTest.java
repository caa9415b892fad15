package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.Precision;
import org.junit.jupiter.api.Test;

class SideProcessTest {
  private static final int NO_THREADS = 0; // what neither side can do

  @Test
  void shouldSayWhichSideFailedAndWhy() {
    try (SideProcess ours =
        new SideProcess(Side.OURS, Workload.ALL.get(0), Precision.FLOAT32, NO_THREADS)) {
      assertThatThrownBy(ours::awaitReady)
          .isInstanceOf(SideFailedException.class)
          .hasMessageContaining("ours: ")
          .hasMessageContaining("threads must be at least 1, got 0");
    }
  }

  @Test
  void shouldSayThatAProcessHasEnded() {
    try (SideProcess ours =
        new SideProcess(Side.OURS, Workload.ALL.get(0), Precision.FLOAT32, NO_THREADS)) {
      assertThatThrownBy(ours::awaitReady).isInstanceOf(SideFailedException.class);
      assertThatThrownBy(ours::step).hasMessage("ours: ended with status 0");
    }
  }
}

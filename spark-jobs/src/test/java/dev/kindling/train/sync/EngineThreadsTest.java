package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineThreadsTest {

  @ParameterizedTest
  @CsvSource({
    "'local[2]', 1, 1, 2", // one worker has the machine to itself
    "'local[2]', 1, 2, 1",
    "'local[2]', 1, 5, 1",
    "'local[8]', 1, 3, 2",
    "'local[8]', 2, 3, 2", // three tasks of two cores; the other two cores stay idle
    "'local[8]', 4, 5, 4",
    "'local[*]', 1, 4, 4", // of 16
    "'local[*,3]', 1, 1, 16",
    "local, 1, 1, 1",
  })
  void shouldShareOutTheCoresOfOneProcess(String master, int taskCores, int tasks, int threads) {
    assertThat(EngineThreads.of(master, taskCores, 16, tasks).least()).isEqualTo(threads);
  }

  @ParameterizedTest
  @CsvSource({"'local-cluster[2,4,1024]'", "spark://master:7077", "yarn"})
  void shouldLeaveTheCoresOfExecutorsToSpark(String master) {
    assertThat(EngineThreads.of(master, 4, 16, 1).least()).isEqualTo(1);
  }

  @Test
  void shouldHaveOneThreadOutsideAllTasks() {
    assertThat(new EngineThreads(1).here()).isEqualTo(1);
  }
}

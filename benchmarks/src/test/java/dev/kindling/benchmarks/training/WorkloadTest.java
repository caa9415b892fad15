package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.Batch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  static List<Workload> all() {
    return Workload.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldFillBatchesWithoutPadding(Workload workload) {
    Batch batch = workload.batch();
    assertThat(batch.tokenCount()).isEqualTo(workload.tokens());
    assertThat(batch.labelCount()).isEqualTo(workload.labels());
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldGiveBothSidesTheSameBatch(Workload workload) {
    assertThat(workload.batch().tokens()).isEqualTo(workload.batch().tokens());
    assertThat(workload.batch().labelRows()).isEqualTo(workload.batch().labelRows());
  }

  @Test
  void shouldLabelTwentyRowsOfEachBertSequence() {
    int[] rows = Workload.named("bert-4x256").batch().labelRows();
    for (int sequence = 0; sequence < 32; sequence++) {
      int first = sequence * 128;
      assertThat(Arrays.stream(rows).filter(row -> row > first && row < first + 128)).hasSize(20);
    }
  }

  @Test
  void shouldLabelEveryGptRow() {
    assertThat(Workload.named("gpt-4x256").batch().labelRows()).hasSize(16 * 256);
  }

  @Test
  void shouldRejectUnknownName() {
    assertThatThrownBy(() -> Workload.named("bert")).hasMessage("there is no workload bert");
  }
}

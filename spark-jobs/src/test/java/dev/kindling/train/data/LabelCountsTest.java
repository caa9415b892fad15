package dev.kindling.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LabelCountsTest {
  @Test
  void shouldGiveTheEntropyOfTheLabels() {
    LabelCounts counts = new LabelCounts();
    counts.add(labels(5, 5));
    LabelCounts more = new LabelCounts();
    more.add(labels(7, 9));
    counts.add(more);

    // shares 1/2, 1/4, 1/4: 1.5 bits
    assertThat(counts.entropy()).isCloseTo(1.5 * Math.log(2), within(1e-15));
  }

  @Test
  void shouldCostNothingToPredictWhatNeverVaries() {
    LabelCounts counts = new LabelCounts();
    counts.add(labels(5, 5, 5));

    assertThat(counts.entropy()).isZero();
    assertThat(new LabelCounts().entropy()).isZero();
  }

  private static Batch labels(int... labels) {
    int[] rows = new int[labels.length];
    Arrays.setAll(rows, i -> i);
    return Batch.gpt(
        1, labels.length, new int[labels.length], new int[] {labels.length}, rows, labels);
  }
}

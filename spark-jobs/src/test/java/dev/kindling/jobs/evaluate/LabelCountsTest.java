package dev.kindling.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.Batch;
import dev.kindling.model.LossSums;
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

  @Test
  void shouldCountBitsByTheBytesOfTheText() {
    LossSums losses = new LossSums(80 * Math.log(2), 10, 3, 0, 0, 0, 11);

    ObjectNode json = new Evaluation(false, 7, 28, losses, 2.5, 40).toJson();

    assertThat(json.get("bits_per_byte").asDouble()).isCloseTo(2, within(1e-12));
    assertThat(json.get("perplexity").asDouble()).isCloseTo(256, within(1e-9));
    assertThat(json.get("unigram_loss").asDouble()).isEqualTo(2.5);
    assertThat(json.has("mlm_accuracy")).isFalse();
  }

  @Test
  void shouldNameBothLossesAndAccuraciesOfBert() {
    LossSums losses = new LossSums(30, 10, 3, 7, 10, 6, 100);

    ObjectNode json = new Evaluation(true, 7, 28, losses, 2.5, 40).toJson();

    assertThat(json.get("loss").asDouble()).isCloseTo(3.7, within(1e-12));
    assertThat(json.get("mlm_accuracy").asDouble()).isEqualTo(0.3);
    assertThat(json.get("nsp_accuracy").asDouble()).isEqualTo(0.6);
    assertThat(json.has("bits_per_byte")).isFalse();
  }

  private static Batch labels(int... labels) {
    int[] rows = new int[labels.length];
    Arrays.setAll(rows, i -> i);
    return Batch.gpt(
        1, labels.length, new int[labels.length], new int[] {labels.length}, rows, labels);
  }
}

package dev.kindling.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.LossSums;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
  /** Ten next words of eight bits each. */
  private static final LossSums EIGHT_BITS_EACH =
      new LossSums(80 * Math.log(2), 10, 3, 0, 0, 0, 11);

  @Test
  void shouldCountBitsByTheBytesOfTheText() {
    ObjectNode json = new Evaluation(false, 7, 28, EIGHT_BITS_EACH, 2.5, 40).toJson();

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

  @Test
  void shouldSummariseGptInPerplexityAndBitsPerByte() {
    assertThat(new Evaluation(false, 7, 28, EIGHT_BITS_EACH, 2.5, 40).summary())
        .endsWith("(perplexity 256.00, 2.0000 bits per byte), unigram loss 2.5000");
  }

  @Test
  void shouldLeaveBitsPerByteOutWhereTheBytesAreUnknown() {
    Evaluation evaluation = new Evaluation(false, 7, 28, EIGHT_BITS_EACH, 2.5, 0);

    assertThat(evaluation.toJson().has("bits_per_byte")).isFalse();
    assertThat(evaluation.summary()).contains("perplexity 256.00").doesNotContain("bits");
  }
}

package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.TransformerConfig;
import org.junit.jupiter.api.Test;

class ModelOperationsTest {
  @Test
  void shouldFollowThePublishedFormulaForGpt() {
    long b = 16;
    long s = 256;
    long l = 4;
    long h = 256;
    long v = 8192;
    double published =
        72.0 * b * s * l * h * h * (1 + s / (6.0 * h) + v / (12.0 * l * h)); // Narayanan et al.
    assertThat((double) ModelOperations.ofStep(Workload.named("gpt-4x256")))
        .isEqualTo(published, within(1.0));
  }

  @Test
  void shouldCountSixPerWeightAndTokenInALargeModel() {
    Workload gpt2 =
        new Workload("gpt2", TransformerConfig.gpt(50257, 12, 768, 12, 3072, 1024, 0), 1, 8, 8);
    double weightsThatMultiply = 12 * 12 * 768.0 * 768 + 50257 * 768.0;
    double attention = 12.0 * 12 * 768 * 8;
    assertThat((double) ModelOperations.ofStep(gpt2))
        .isEqualTo((6 * weightsThatMultiply + attention) * 8, within(1.0));
  }

  @Test
  void shouldCountBertsWordsAtMaskedRowsAlone() {
    TransformerConfig model = TransformerConfig.bert(1000, 1, 64, 1, 256, 16, 0);
    long few = ModelOperations.ofStep(new Workload("few", model, 2, 16, 3));
    long many = ModelOperations.ofStep(new Workload("many", model, 2, 16, 4));
    assertThat(many - few).isEqualTo(6L * 2 * (64 * 64 + 64 * 1000));
  }

  @Test
  void shouldCountTheComparedBertByHand() {
    // blocks, attention, masked words with their dense layer, pooler with next sentence
    long expected =
        6L * 4096 * 4 * 786_432
            + 12L * 4 * 4096 * 128 * 256
            + 6L * 640 * (256 * 256 + 8192 * 256)
            + 6L * 32 * (256 * 256 + 2 * 256);
    assertThat(ModelOperations.ofStep(Workload.named("bert-4x256"))).isEqualTo(expected);
  }
}

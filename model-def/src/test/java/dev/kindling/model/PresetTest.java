package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {
  @ParameterizedTest
  @CsvSource({
    "BERT_TINY, BERT, 2, 128, 2",
    "BERT_MINI, BERT, 4, 256, 4",
    "BERT_SMALL, BERT, 4, 512, 8",
    "BERT_MEDIUM, BERT, 8, 512, 8",
    "BERT_BASE, BERT, 12, 768, 12",
    "BERT_LARGE, BERT, 24, 1024, 16",
    "GPT1, GPT, 12, 768, 12",
    "GPT2_124M, GPT, 12, 768, 12",
    "GPT2_355M, GPT, 24, 1024, 16",
    "GPT2_774M, GPT, 36, 1280, 20",
    "GPT2_1558M, GPT, 48, 1600, 25"
  })
  void shouldHaveThePublishedShape(
      Preset preset, Architecture architecture, int layers, int hidden, int heads) {
    TransformerConfig config = preset.of(1000, 64, 0.1);
    assertThat(config.architecture()).isEqualTo(architecture);
    assertThat(config.layers()).isEqualTo(layers);
    assertThat(config.hidden()).isEqualTo(hidden);
    assertThat(config.heads()).isEqualTo(heads);
    assertThat(config.feedForward()).isEqualTo(4 * hidden);
    assertThat(config.positions()).isEqualTo(64);
    assertThat(config.vocabularySize()).isEqualTo(1000);
    assertThat(config.dropout()).isEqualTo(0.1);
  }

  @Test
  void shouldComputeAsItsPaperSays() {
    TransformerConfig gpt1 = Preset.GPT1.of(1000, 64, 0);
    assertThat(gpt1.normPlacement()).isEqualTo(NormPlacement.POST);
    assertThat(gpt1.activation()).isEqualTo(Activation.GELU_TANH);
    assertThat(gpt1.layerNormEpsilon()).isEqualTo(1e-5);
    TransformerConfig gpt2 = Preset.GPT2_124M.of(1000, 64, 0);
    assertThat(gpt2).isEqualTo(gpt1.withNormPlacement(NormPlacement.PRE));
    TransformerConfig bert = Preset.BERT_TINY.of(1000, 64, 0);
    assertThat(bert.normPlacement()).isEqualTo(NormPlacement.POST);
    assertThat(bert.activation()).isEqualTo(Activation.GELU_ERF);
    assertThat(bert.positionEncoding()).isEqualTo(PositionEncoding.LEARNED);
    assertThat(bert.layerNormEpsilon()).isEqualTo(1e-12);
  }
}

package dev.kindling.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.Preset;
import dev.kindling.model.TransformerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of parameters of the published models, by layout and by file. */
class PublishedSizesTest {

  /** "All" is BertForPreTraining; what its file calls {@code bert.} is the encoder with pooler. */
  @ParameterizedTest
  @CsvSource({
    "BERT_TINY, 4385920, 4433468",
    "BERT_MINI, 11170560, 11267900",
    "BERT_SMALL, 28763648, 29058876",
    "BERT_MEDIUM, 41373184, 41668412",
    "BERT_BASE, 109482240, 110106428",
    "BERT_LARGE, 335141888, 336226108"
  })
  void shouldCountBert(Preset preset, int encoder, int all) {
    TransformerConfig config = preset.of(30_522, 512, 0.1);
    assertThat(ParameterLayout.of(config).size()).isEqualTo(all);
    assertThat(inFile(config, "bert.")).as("without heads").isEqualTo(encoder);
    assertThat(inFile(config, "")).as("in the file").isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({
    "GPT1, 40478, 512, 116534784",
    "GPT2_124M, 50257, 1024, 124439808",
    "GPT2_355M, 50257, 1024, 354823168",
    "GPT2_774M, 50257, 1024, 774030080",
    "GPT2_1558M, 50257, 1024, 1557611200"
  })
  void shouldCountGpt(Preset preset, int vocabularySize, int positions, int all) {
    TransformerConfig config = preset.of(vocabularySize, positions, 0.1);
    assertThat(ParameterLayout.of(config).size()).isEqualTo(all);
    assertThat(inFile(config, "transformer.")).as("in the file").isEqualTo(all);
  }

  private static long inFile(TransformerConfig config, String prefix) {
    return HuggingFaceTensor.of(config).stream()
        .filter(tensor -> tensor.name().startsWith(prefix))
        .mapToLong(tensor -> (long) tensor.rows() * tensor.columns())
        .sum();
  }
}

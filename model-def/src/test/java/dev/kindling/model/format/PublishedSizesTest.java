package dev.kindling.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of parameters of the published models, by layout and by file. */
class PublishedSizesTest {

  /** "All" is BertForPreTraining; what its file calls {@code bert.} is the encoder with pooler. */
  @ParameterizedTest
  @CsvSource({
    "Tiny, 2, 128, 2, 4385920, 4433468",
    "Mini, 4, 256, 4, 11170560, 11267900",
    "Small, 4, 512, 8, 28763648, 29058876",
    "Base, 12, 768, 12, 109482240, 110106428",
    "Large, 24, 1024, 16, 335141888, 336226108"
  })
  void shouldCountBert(String name, int layers, int hidden, int heads, int encoder, int all) {
    TransformerConfig config =
        TransformerConfig.bert(30_522, layers, hidden, heads, 4 * hidden, 512, 0.1);
    assertThat(ParameterLayout.of(config).size()).as(name).isEqualTo(all);
    assertThat(inFile(config, "bert.")).as(name + " without heads").isEqualTo(encoder);
    assertThat(inFile(config, "")).as(name + " in the file").isEqualTo(all);
  }

  @Test
  void shouldCountGpt2() {
    TransformerConfig config = TransformerConfig.gpt(50_257, 12, 768, 12, 3072, 1024, 0.1);
    assertThat(ParameterLayout.of(config).size()).isEqualTo(124_439_808);
    assertThat(inFile(config, "transformer.")).isEqualTo(124_439_808);
  }

  private static long inFile(TransformerConfig config, String prefix) {
    return HuggingFaceTensor.of(config).stream()
        .filter(tensor -> tensor.name().startsWith(prefix))
        .mapToLong(tensor -> (long) tensor.rows() * tensor.columns())
        .sum();
  }
}

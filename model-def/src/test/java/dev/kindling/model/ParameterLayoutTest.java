package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private static final TransformerConfig BERT = TransformerConfig.bert(7, 1, 4, 2, 6, 5, 0);
  private static final TransformerConfig GPT = TransformerConfig.gpt(7, 1, 4, 2, 6, 5, 0);

  private static List<String> names(TransformerConfig config) {
    return ParameterLayout.of(config).slices().stream().map(ParameterSlice::name).toList();
  }

  @Test
  void shouldHaveTheNormsOfItsPlacement() {
    TransformerConfig preNormBert = BERT.withNormPlacement(NormPlacement.PRE);
    TransformerConfig gpt1 = GPT.withNormPlacement(NormPlacement.POST);
    String embeddings = "embeddings.norm.gain";
    String last = "final.norm.gain";
    assertThat(names(BERT)).contains(embeddings, "mlm.norm.gain").doesNotContain(last);
    assertThat(names(preNormBert)).contains(last, "mlm.norm.gain").doesNotContain(embeddings);
    assertThat(names(GPT)).contains(last).doesNotContain(embeddings, "mlm.norm.gain");
    assertThat(names(gpt1)).doesNotContain(last, embeddings);
  }

  @Test
  void shouldHaveNoParameterForSinusoids() {
    for (TransformerConfig learned : List.of(BERT, GPT)) {
      TransformerConfig sinusoidal = learned.withPositionEncoding(PositionEncoding.SINUSOIDAL);
      assertThat(names(learned)).contains("embeddings.position");
      assertThat(names(sinusoidal))
          .containsExactlyElementsOf(
              names(learned).stream().filter(n -> !n.equals("embeddings.position")).toList());
    }
  }

  @Test
  void shouldLeaveNoGapInAnyVariant() {
    for (TransformerConfig base : List.of(BERT, GPT)) {
      for (TransformerConfig config : Variants.of(base)) {
        ParameterLayout layout = ParameterLayout.of(config);
        int end = 0;
        for (ParameterSlice slice : layout.slices()) {
          assertThat(slice.offset()).isEqualTo(end);
          end = slice.end();
        }
        assertThat(layout.size()).isEqualTo(end);
      }
    }
  }
}

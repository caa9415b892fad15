package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final TransformerConfig GPT = TransformerConfig.gpt(1000, 2, 64, 2, 256, 32, 0);

  private static double deviation(float[] parameters, String name) {
    ParameterSlice slice = ParameterLayout.of(GPT).slice(name);
    double sum = 0;
    for (int i = slice.offset(); i < slice.end(); i++) {
      sum += (double) parameters[i] * parameters[i];
    }
    return Math.sqrt(sum / slice.size());
  }

  @Test
  void shouldDrawWithTheDeviationsOfThePapers() {
    float[] parameters = TrainingState.initial(GPT, 1).parameters();
    assertThat(deviation(parameters, "embeddings.word")).isCloseTo(0.02, within(2e-4));
    assertThat(deviation(parameters, "block.1.attention.output.weight"))
        .isCloseTo(0.01, within(2e-4));
    assertThat(deviation(parameters, "final.norm.gain")).isEqualTo(1);
    assertThat(deviation(parameters, "block.0.attention.qkv.bias")).isZero();
  }

  @Test
  void shouldDependOnTheSeedAlone() {
    float[] parameters = TrainingState.initial(GPT, 1).parameters();
    assertThat(TrainingState.initial(GPT, 1).parameters()).isEqualTo(parameters);
    assertThat(TrainingState.initial(GPT, 2).parameters()).isNotEqualTo(parameters);
  }
}

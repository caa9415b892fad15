package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final TransformerConfig BERT = TransformerConfig.bert(1000, 2, 64, 2, 256, 32, 0);
  private static final TransformerConfig GPT = TransformerConfig.gpt(1000, 2, 64, 2, 256, 32, 0);

  /** Standard deviation of a normal variable cut at two: sqrt(1 - 4·density(2) / P(|x| < 2)). */
  private static final double CUT_AT_TWO = 0.8796256610342398;

  private static float[] draw(TransformerConfig config, String name) {
    ParameterSlice slice = ParameterLayout.of(config).slice(name);
    float[] values = new float[slice.size()];
    new Initializer(config, 1).draw(slice, 0, values.length, values, 0);
    return values;
  }

  private static double deviation(TransformerConfig config, String name) {
    double sum = 0;
    float[] values = draw(config, name);
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  @Test
  void shouldDrawGptFromTheNormalDistribution() {
    float[] values = draw(GPT, "embeddings.word");
    Arrays.sort(values);
    assertThat(deviation(GPT, "embeddings.word")).isCloseTo(0.02, within(2e-4));
    for (double z : new double[] {-2.5, -1.5, -0.5, 0, 1, 2, 3}) {
      int found = Arrays.binarySearch(values, (float) (0.02 * z));
      double share = (found < 0 ? -found - 1 : found) / (double) values.length;
      assertThat(share).as("share below %s deviations", z).isCloseTo(phi(z), within(5e-3));
    }
  }

  @Test
  void shouldCutBertAtTwoDeviations() {
    for (String name : new String[] {"embeddings.word", "block.1.feedforward.outer.weight"}) {
      float highest = 0;
      for (float value : draw(BERT, name)) {
        highest = Math.max(highest, Math.abs(value));
      }
      assertThat(highest).isBetween(0.0395f, 0.04f);
      assertThat(deviation(BERT, name)).isCloseTo(0.02 * CUT_AT_TWO, within(2e-4));
    }
  }

  @Test
  void shouldScaleTheResidualProjectionsOfPreNormGptAlone() {
    String attention = "block.1.attention.output.weight";
    String outer = "block.0.feedforward.outer.weight";
    assertThat(deviation(GPT, attention)).isCloseTo(0.01, within(2e-4));
    assertThat(deviation(GPT, outer)).isCloseTo(0.01, within(2e-4));
    TransformerConfig gpt1 = GPT.withNormPlacement(NormPlacement.POST);
    assertThat(deviation(gpt1, attention)).isCloseTo(0.02, within(4e-4));
    TransformerConfig preNormBert = BERT.withNormPlacement(NormPlacement.PRE);
    assertThat(deviation(preNormBert, outer)).isCloseTo(0.02 * CUT_AT_TWO, within(2e-4));
  }

  @Test
  void shouldSetGainsToOneAndBiasesToZero() {
    assertThat(draw(GPT, "final.norm.gain")).containsOnly(1f);
    assertThat(draw(GPT, "final.norm.bias")).containsOnly(0f);
    assertThat(draw(BERT, "block.0.attention.qkv.bias")).containsOnly(0f);
    assertThat(draw(BERT, "mlm.output.bias")).containsOnly(0f);
  }

  @Test
  void shouldDependOnTheSeedAlone() {
    float[] parameters = TrainingState.initial(GPT, 1).parameters();
    assertThat(TrainingState.initial(GPT, 1).parameters()).isEqualTo(parameters);
    assertThat(TrainingState.initial(GPT, 2).parameters()).isNotEqualTo(parameters);
  }

  /** Bits that every machine must find; a change here gives each published seed another model. */
  @Test
  void shouldDrawTheseVeryBits() {
    float[] gpt = draw(GPT, "embeddings.word");
    float[] bert = draw(BERT, "embeddings.word");
    assertThat(new int[] {Arrays.hashCode(gpt), Arrays.hashCode(bert)})
        .containsExactly(-1_242_142_869, 1_226_264_480);
  }

  @Test
  void shouldDrawTheSameInChunksAndInOneGo() {
    ParameterSlice slice = ParameterLayout.of(BERT).slice("mlm.dense.weight");
    float[] whole = draw(BERT, slice.name());
    float[] chunks = new float[whole.length + 3];
    Initializer initializer = new Initializer(BERT, 1);
    for (int from = 0; from < whole.length; from += 10) {
      initializer.draw(slice, from, Math.min(10, whole.length - from), chunks, 3 + from);
    }
    assertThat(Arrays.copyOfRange(chunks, 3, chunks.length)).isEqualTo(whole);
    float[] odd = new float[5];
    initializer.draw(slice, 20, 5, odd, 0);
    assertThat(odd).isEqualTo(Arrays.copyOfRange(whole, 20, 25));
  }

  /** Of a normal variable (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
  private static double phi(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double upper = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    return z > 0 ? 1 - upper : upper;
  }
}
